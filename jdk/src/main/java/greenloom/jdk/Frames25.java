package greenloom.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import jdk.internal.access.JavaLangAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.jspecify.annotations.Nullable;

/**
 * The stack of a {@link RawContinuation} on JDK 25.
 *
 * <p>Every suspension, whoever asks for it, first arrives at the innermost {@link #enter}. A note
 * says for whom it is meant: for this continuation (it returns), for one further out (it passes on,
 * by suspending itself, and re-enters the inner one when it is resumed), or for the thread. In a
 * green thread the last kind is a wait: the stack has the scope of virtual threads, so that the
 * virtual machine treats waits and monitors in it as those of the green thread, and passing on
 * suspends the green thread itself. On a platform thread it is a request to run something on the
 * bare stack.
 */
final class Frames25 extends Continuation implements Adapter.Frames {
  private static final JavaLangAccess LANG = SharedSecrets.getJavaLangAccess();
  private static final ContinuationScope OWN = new ContinuationScope("greenloom");
  private static final ContinuationScope VIRTUAL = LANG.virtualThreadContinuationScope();
  static final boolean CHECK_MONITORS =
      System.getProperty("greenloom.debug", "").contains("monitors");
  private static final MethodHandle SET_BINDINGS;
  private static final MethodHandle SCOPES;
  private static final MethodHandle SET_SCOPES;

  static {
    try {
      var thread = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
      Class<?> scope = Class.forName("jdk.internal.vm.StackableScope");
      SET_BINDINGS =
          thread.findStatic(
              Thread.class,
              "setScopedValueBindings",
              MethodType.methodType(void.class, Object.class));
      SCOPES =
          thread
              .findGetter(Thread.class, "headStackableScopes", scope)
              .asType(MethodType.methodType(Object.class, Thread.class));
      SET_SCOPES =
          thread
              .findSetter(Thread.class, "headStackableScopes", scope)
              .asType(MethodType.methodType(void.class, Thread.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no access to the scoped values of a thread", e);
    }
  }

  private final RawContinuation of;
  private final ContinuationScope scope;

  /** Changes only by {@link #rebind}. */
  private Thread thread;

  /** The frames that suspended us on their way out, while we are suspended by them. */
  private @Nullable Frames25 inner;

  /** Set around a suspension that these frames, the innermost, have asked for themselves. */
  private boolean leaving;

  /**
   * Set around a suspension on behalf of others: the continuation it is meant for, or the {@code
   * Runnable} to run on the bare stack of a platform thread. Null means a wait of the thread.
   */
  private @Nullable Object note;

  /** Whether something was thrown out of the body. */
  private boolean failed;

  private @Nullable Throwable refusal;
  private @Nullable Object bindings;
  private @Nullable Object scopes;

  Frames25(RawContinuation of, Thread thread, Runnable body) {
    super(thread.isVirtual() ? VIRTUAL : OWN, body);
    this.of = of;
    this.thread = thread;
    this.scope = thread.isVirtual() ? VIRTUAL : OWN;
    this.bindings = LANG.scopedValueBindings(); // it sees what is bound here and now
  }

  /** The innermost continuation that runs on the calling thread, if it is one of ours. */
  static @Nullable Frames25 innermost() {
    while (LANG.getContinuation(LANG.currentCarrierThread()) instanceof Frames25 f) {
      if (!f.failed) {
        return f;
      }
      f.dismount();
    }
    return null;
  }

  /**
   * Takes a continuation that has failed off its carrier. The JDK does so itself, but where a stack
   * overflow hit that very code, the note stays, and a suspension on the strength of it is a crash.
   */
  private void dismount() {
    LANG.setContinuation(LANG.currentCarrierThread(), getParent());
    LANG.setScopedValueCache(null);
  }

  @Override
  public boolean enter() {
    while (true) {
      try {
        turn();
      } catch (Throwable e) {
        throw Jdk25.sneaky(e);
      }
      if (leaving) {
        return false;
      }
      if (isDone()) {
        return true;
      }
      Object target = note;
      if (target == of) {
        return false;
      }
      passOn(target);
    }
  }

  /** Runs with our scoped values in place, and puts the resumer's back. */
  private void turn() throws Throwable {
    Thread t = thread;
    Object theirBindings = LANG.scopedValueBindings();
    Object theirScopes = (Object) SCOPES.invokeExact(t);
    if (theirBindings != bindings) {
      SET_BINDINGS.invokeExact(bindings);
    }
    if (theirScopes != scopes) {
      SET_SCOPES.invokeExact(t, scopes);
    }
    try {
      run();
    } catch (Throwable e) {
      failed = true;
      throw e;
    } finally {
      Object ourBindings = LANG.scopedValueBindings();
      if (ourBindings != bindings) {
        bindings = ourBindings;
      }
      if (ourBindings != theirBindings) {
        SET_BINDINGS.invokeExact(theirBindings);
      }
      Object ourScopes = (Object) SCOPES.invokeExact(t);
      if (ourScopes != scopes) {
        scopes = ourScopes;
      }
      if (ourScopes != theirScopes) {
        SET_SCOPES.invokeExact(t, theirScopes);
      }
    }
  }

  /** Suspends whoever encloses us, so that the suspension gets where it is meant for. */
  private void passOn(@Nullable Object target) {
    Frames25 outer = innermost();
    if (target == null) {
      waitInThread();
    } else if (target instanceof Runnable asked && outer == null) {
      try {
        asked.run();
      } catch (Throwable e) {
        refusal = e;
      }
    } else if (outer == null) {
      refusal = outside();
    } else if (target instanceof RawContinuation && of.boundary) {
      refusal =
          new IllegalStateException("suspended from inside of a coroutine that its body started");
    } else {
      outer.passed(this, target);
    }
  }

  /** Passes a wait of the green thread on, and comes back when the wait is over. */
  private void waitInThread() {
    GreenTask task = Jdk25.taskIn(thread);
    if (task != null) {
      task.passing++;
    }
    try {
      Continuation.yield(scope);
    } finally {
      if (task != null) {
        task.passing--;
      }
    }
  }

  /** Suspends these frames, the innermost now, on behalf of {@code from} inside them. */
  private void passed(Frames25 from, Object target) {
    inner = from;
    from.of.frames(null); // only the stack refers to those on the way out: it may be out of reach
    try {
      if (!yieldFor(target)) {
        if (target instanceof Runnable asked) {
          asked.run();
        } else {
          throw pinned();
        }
      }
    } catch (Throwable e) {
      from.refusal = e;
    } finally {
      inner = null;
      from.of.frames(from);
    }
  }

  @Override
  public void suspend() {
    Frames25 f = innermost();
    if (f == null) {
      throw outside();
    }
    if (CHECK_MONITORS) {
      HeldMonitors.checkCoroutine(f.scope);
    }
    if (!(f == this ? leave() : f.yieldFor(of))) {
      throw pinned();
    }
  }

  /** Suspends these frames, the innermost, for their own sake; false if they are pinned. */
  private boolean leave() {
    leaving = true;
    try {
      return Continuation.yield(scope);
    } finally {
      leaving = false;
    }
  }

  /** Runs {@code asked} on the bare stack below these frames, the innermost. */
  void atRoot(Runnable asked) {
    if (!yieldFor(asked)) {
      asked.run(); // a native frame is in the way: the nearest we can do
    }
  }

  /** Suspends these frames, the innermost; false if they are pinned. */
  private boolean yieldFor(Object target) {
    note = target;
    boolean gone;
    try {
      gone = Continuation.yield(scope);
    } finally {
      note = null;
    }
    Throwable no = refusal;
    if (no != null) {
      refusal = null;
      throw Jdk25.sneaky(no);
    }
    return gone;
  }

  private static IllegalStateException outside() {
    return new IllegalStateException("suspended from outside of its body");
  }

  private static IllegalStateException pinned() {
    return new IllegalStateException(
        "cannot suspend: a native frame, such as a class initialiser, is on the stack");
  }

  @Override
  protected void onContinue() {
    if (!leaving && note == null) {
      GreenTask task = Jdk25.taskIn(thread);
      if (task != null && task.passing == 0) {
        task.onContinue();
      }
    }
  }

  @Override
  protected void onPinned(Pinned reason) {
    if (!leaving && note == null && thread.isVirtual()) {
      GreenTask task = Jdk25.taskIn(thread);
      if (task != null) {
        PinnedPark.park(task);
      }
    }
  }

  @Override
  public void rebind(Thread now) {
    for (Frames25 f = this; f != null; f = f.inner) {
      f.thread = now;
      f.of.owner(now);
    }
  }

  @Override
  public StackTraceElement[] stackTrace() {
    StackTraceElement[] ours = getStackTrace();
    if (inner == null) {
      return ours;
    }
    StackTraceElement[] all = inner.stackTrace();
    int above = all.length;
    all = Arrays.copyOf(all, above + ours.length);
    System.arraycopy(ours, 0, all, above, ours.length);
    return all;
  }
}
