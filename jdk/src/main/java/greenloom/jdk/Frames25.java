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
  private final Thread thread;
  private final ContinuationScope scope;

  /** For whom the suspension under way is meant; null: for the thread. */
  private @Nullable RawContinuation meantFor;

  /** What to run on the bare stack of a platform thread, while a suspension asks for that. */
  private @Nullable Runnable request;

  /** Set around a suspension of our own making, which is no wait of the thread. */
  private boolean suspending;

  private @Nullable RuntimeException refusal;
  private @Nullable Object bindings;
  private @Nullable Object scopes;
  private boolean entered;

  Frames25(RawContinuation of, Thread thread, Runnable body) {
    super(thread.isVirtual() ? VIRTUAL : OWN, body);
    this.of = of;
    this.thread = thread;
    this.scope = thread.isVirtual() ? VIRTUAL : OWN;
  }

  /** The innermost continuation that runs on the calling thread, if it is one of ours. */
  static @Nullable Frames25 innermost() {
    return LANG.getContinuation(LANG.currentCarrierThread()) instanceof Frames25 f ? f : null;
  }

  @Override
  public boolean enter() {
    while (true) {
      runWith(swapIn());
      if (isDone()) {
        return true;
      }
      RawContinuation target = meantFor;
      meantFor = null;
      if (target == of) {
        return false;
      }
      passOn(target);
    }
  }

  /** Runs with our scoped values in place, and puts the resumer's back. */
  private void runWith(@Nullable Object theirBindings) {
    try {
      Object theirScopes = (Object) SCOPES.invokeExact(thread);
      boolean swapScopes = theirScopes != scopes;
      if (swapScopes) {
        SET_SCOPES.invokeExact(thread, scopes);
      }
      try {
        run();
      } finally {
        bindings = LANG.scopedValueBindings();
        if (bindings != theirBindings) {
          SET_BINDINGS.invokeExact(theirBindings);
        }
        scopes = (Object) SCOPES.invokeExact(thread);
        if (scopes != theirScopes) {
          SET_SCOPES.invokeExact(thread, theirScopes);
        }
      }
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  /** Puts our scoped value bindings in place and returns those that were there. */
  private @Nullable Object swapIn() {
    Object theirs = LANG.scopedValueBindings();
    if (!entered) {
      entered = true; // the first time it sees what its resumer sees
    } else if (theirs != bindings) {
      try {
        SET_BINDINGS.invokeExact(bindings);
      } catch (Throwable e) {
        throw Jdk25.sneaky(e);
      }
    }
    return theirs;
  }

  /** Suspends whoever encloses us, so that the suspension gets where it is meant for. */
  private void passOn(@Nullable RawContinuation target) {
    Runnable asked = request;
    request = null;
    Frames25 outer = innermost();
    if (outer == null && asked != null) {
      try {
        asked.run();
      } catch (Throwable e) {
        refusal = e instanceof RuntimeException r ? r : new IllegalStateException(e);
      }
      return;
    }
    GreenTask task = Jdk25.taskIn(thread);
    if (outer != null) {
      outer.meantFor = target;
      outer.request = asked;
      outer.suspending = target != null || asked != null;
    }
    if (task != null) {
      task.passing++;
    }
    try {
      boolean gone = Continuation.yield(scope);
      if (!gone && (target != null || asked != null)) {
        refusal = pinned();
      }
      if (outer != null && outer.refusal != null) {
        refusal = outer.refusal;
        outer.refusal = null;
      }
    } finally {
      if (task != null) {
        task.passing--;
      }
      if (outer != null) {
        outer.meantFor = null;
        outer.request = null;
        outer.suspending = false;
      }
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
    Frames25 inner = innermost();
    if (inner == null) {
      throw new IllegalStateException("no continuation runs here");
    }
    if (CHECK_MONITORS && target != null) {
      HeldMonitors.check(inner.scope);
    }
    inner.meantFor = target;
    inner.request = asked;
    inner.suspending = true;
    boolean gone;
    try {
      gone = Continuation.yield(inner.scope);
    } finally {
      inner.suspending = false;
    }
    if (!gone) {
      inner.meantFor = null;
      inner.request = null;
      return false;
    }
    RuntimeException no = inner.refusal;
    if (no != null) {
      inner.refusal = null;
      throw no;
    }
    return true;
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
  public StackTraceElement[] stackTrace() {
    return getStackTrace();
  }
}
