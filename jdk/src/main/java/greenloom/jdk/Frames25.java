package greenloom.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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
  private static final boolean CHECK_MONITORS =
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

  /** For whom the suspension under way is meant; null: for the thread. */
  private @Nullable RawContinuation meantFor;

  /** What to run on the bare stack of a platform thread, while a suspension asks for that. */
  private @Nullable Runnable request;

  /** Set around a suspension of our own making, which is no wait of the thread. */
  private boolean suspending;

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
    return LANG.getContinuation(LANG.currentCarrierThread()) instanceof Frames25 f ? f : null;
  }

  @Override
  public boolean enter() {
    while (true) {
      try {
        turn();
      } catch (Throwable e) {
        throw Jdk25.sneaky(e);
      }
      RawContinuation target = meantFor;
      if (target == of) {
        return false;
      }
      if (isDone()) {
        return true;
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
    } finally {
      bindings = LANG.scopedValueBindings();
      if (bindings != theirBindings) {
        SET_BINDINGS.invokeExact(theirBindings);
      }
      scopes = (Object) SCOPES.invokeExact(t);
      if (scopes != theirScopes) {
        SET_SCOPES.invokeExact(t, theirScopes);
      }
    }
  }

  /** Suspends whoever encloses us, so that the suspension gets where it is meant for. */
  private void passOn(@Nullable RawContinuation target) {
    Runnable asked = request;
    meantFor = null;
    request = null;
    Frames25 outer = innermost();
    if (target != null && (outer == null || of.boundary)) {
      refusal =
          new IllegalStateException(
              outer == null
                  ? "suspended from outside of its body"
                  : "suspended from inside of a coroutine that its body switched to");
    } else if (outer == null && asked != null) {
      try {
        asked.run();
      } catch (Throwable e) {
        refusal = e;
      }
    } else if (outer == null || (target == null && asked == null)) {
      waitInThread();
    } else {
      outer.passed(this, target, asked);
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
  private void passed(Frames25 from, @Nullable RawContinuation target, @Nullable Runnable asked) {
    inner = from;
    from.of.frames(null); // only the stack refers to those on the way out: it may be out of reach
    try {
      if (!yieldFrom(this, target, asked)) {
        if (asked == null) {
          throw pinned();
        }
        asked.run();
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
    if (!yieldFor(of, null)) {
      throw pinned();
    }
  }

  /** Runs {@code asked} on the bare stack below all continuations of this platform thread. */
  void atRoot(Runnable asked) {
    if (!yieldFor(null, asked)) {
      asked.run(); // a native frame is in the way: the nearest we can do
    }
  }

  private static boolean yieldFor(@Nullable RawContinuation target, @Nullable Runnable asked) {
    Frames25 innermost = innermost();
    if (innermost == null) {
      throw new IllegalStateException("suspended from outside of its body");
    }
    if (CHECK_MONITORS && target != null) {
      HeldMonitors.check(innermost.scope);
    }
    return yieldFrom(innermost, target, asked);
  }

  /** Suspends the innermost frames; false if they are pinned. */
  private static boolean yieldFrom(
      Frames25 f, @Nullable RawContinuation target, @Nullable Runnable asked) {
    f.meantFor = target;
    f.request = asked;
    f.suspending = true;
    boolean gone;
    try {
      gone = Continuation.yield(f.scope);
    } finally {
      f.suspending = false;
      f.meantFor = null;
      f.request = null;
    }
    Throwable no = f.refusal;
    if (no != null) {
      f.refusal = null;
      throw Jdk25.sneaky(no);
    }
    return gone;
  }

  private static IllegalStateException pinned() {
    return new IllegalStateException(
        "cannot suspend: a native frame, such as a class initialiser, is on the stack");
  }

  @Override
  protected void onContinue() {
    if (!suspending) {
      GreenTask task = Jdk25.taskIn(thread);
      if (task != null && task.passing == 0) {
        task.onContinue();
      }
    }
  }

  @Override
  protected void onPinned(Pinned reason) {
    if (!suspending && thread.isVirtual()) {
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
    return getStackTrace();
  }
}
