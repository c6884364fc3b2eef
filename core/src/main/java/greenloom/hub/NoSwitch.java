package greenloom.hub;

import greenloom.jdk.GreenThreads;
import org.jspecify.annotations.Nullable;

/**
 * A scope in which the calling thread must not wait, so that nobody else of its hub runs meanwhile
 * and what it does to shared data is seen as one step.
 *
 * <p>A wait is an {@link IllegalStateException} that names it, before anybody else runs. It comes
 * out of the wait where that leaves things whole; elsewhere, as in the middle of a queue of the
 * JDK, the wait is interrupted. A body that swallows that fails with it at its end. What cannot be
 * refused, a monitor that somebody else has, is found at the end of the body. A wait that need not
 * wait is none; and nobody is made to let others go first.
 *
 * <p>On a platform thread the words of Greenloom are refused; the JDK's waits do not switch there.
 * On a virtual thread of the JDK's scheduler the same holds, and others run beside it in any case.
 */
public final class NoSwitch {
  private @Nullable IllegalStateException refused; // the first
  private boolean interrupted; // by us

  private NoSwitch() {}

  /**
   * Runs {@code body}.
   *
   * @throws IllegalStateException if it had to wait
   */
  public static <T, X extends Exception> T call(Body<T, X> body) throws X {
    GreenThread me = GreenThread.current();
    NoSwitch scope = new NoSwitch();
    NoSwitch outer = me.noSwitch(scope);
    boolean pinned = me.green() && me.hub().hooks();
    long runs = me.hub().loop().runs();
    if (pinned) {
      GreenThreads.pin();
    }
    T value;
    try {
      value = body.run();
    } catch (Throwable e) {
      throw scope.behind(e);
    } finally {
      if (pinned) {
        GreenThreads.unpin();
      }
      me.noSwitch(outer);
      if (scope.interrupted) {
        Thread.interrupted();
      }
    }
    scope.throwRefused();
    if (me.green() && runs != me.hub().loop().runs()) {
      throw new IllegalStateException(
          me.name() + " has waited where it must not switch, at a monitor: others have run");
    }
    return value;
  }

  private Error behind(Throwable e) {
    IllegalStateException first = refused;
    if (first == null || first == e) {
      return Hub.sneaky(e);
    }
    first.addSuppressed(e);
    return Hub.sneaky(first);
  }

  private void throwRefused() {
    if (refused != null) {
      throw refused;
    }
  }

  /** The signal that comes out of the wait in which the calling thread is about to stand. */
  Signal refusal() {
    return refusal("a yield");
  }

  private Signal refusal(String nameless) {
    GreenThread me = GreenThread.current();
    Object wait = me.waiting();
    String call = wait == null ? Standing.jdkCall(new Throwable().getStackTrace()) : null;
    String what = wait != null ? wait.toString() : call != null ? call : nameless;
    IllegalStateException e =
        new IllegalStateException(me.name() + " must not switch here, and came to wait: " + what);
    if (refused == null) {
      refused = e;
    }
    return new Signal(me, e, 0);
  }

  /**
   * Refuses a wait of the JDK that is about to begin: by the error, or by an interrupt, which ends
   * it before it has begun. Returns false if it can be neither.
   */
  boolean refuseJdkWait(GreenThread me) {
    Signal s = refusal("LockSupport.park");
    return switch (KillPoint.here()) {
      case THROW -> throw me.signals().thrown(s);
      case INTERRUPT -> {
        interrupted = true;
        Thread.currentThread().interrupt(); // which is also a permit to go on
        yield true;
      }
      default -> false;
    };
  }
}
