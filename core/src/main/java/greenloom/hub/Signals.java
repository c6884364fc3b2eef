package greenloom.hub;

import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The signals on their way to one thread, oldest first, and what holds them up. Any thread may add
 * and take away; the rest is for the thread itself, or its hub's carrier while it does not run.
 */
final class Signals {
  private static final int MOST_CAUSES = 20;
  private static final VarHandle PENDING;

  static {
    try {
      PENDING = MethodHandles.lookup().findVarHandle(Signals.class, "pending", Signal[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // any thread; replaced as a whole, null for none
  private volatile Signal @Nullable [] pending;

  // the thread itself
  private int shields;
  private @Nullable NoSwitch noSwitch; // the innermost scope in which it must not wait
  private boolean interrupted; // an interrupt of ours may still stand in its status

  /** Adds one; false if it is a kill and one is on its way already. */
  boolean add(Signal s) {
    Signal[] old;
    do {
      old = pending;
      if (s.thrown instanceof GreenletExit && Signal.kill(old)) {
        return false;
      }
    } while (!PENDING.compareAndSet(this, old, Signal.with(old, s)));
    return true;
  }

  /** Takes away the one that carries {@code thrown}, if it is still there. */
  void remove(Throwable thrown) {
    Signal[] old;
    do {
      old = pending;
      if (old == null) {
        return;
      }
    } while (!PENDING.compareAndSet(this, old, Signal.without(old, thrown)));
  }

  boolean isEmpty() {
    return pending == null;
  }

  /**
   * The one that may come out of a wait now, or null; where no wait is allowed, one that says so.
   * The thread itself.
   */
  @Nullable Signal due() {
    NoSwitch scope = noSwitch;
    return scope == null ? pendingDue() : scope.refusal();
  }

  /** The one that may come out of a wait as soon as waits are allowed, or null. */
  @Nullable Signal pendingDue() {
    return Signal.first(pending, shields);
  }

  @Nullable NoSwitch noSwitch() {
    return noSwitch;
  }

  void noSwitch(@Nullable NoSwitch scope) {
    noSwitch = scope;
  }

  int shields() {
    return shields;
  }

  void raiseShield() {
    shields++;
  }

  void lowerShield() {
    shields--;
  }

  /** Interrupts {@code thread} in the name of the one that is due. */
  void interrupt(Thread thread) {
    Signal s = pendingDue();
    if (s != null) {
      s.interrupted = true;
      interrupted = true;
      thread.interrupt();
    }
  }

  /** Clears the caller's interrupt status if it is of our making; returns whether it is. */
  boolean absorbInterrupt() {
    boolean ours = interrupted;
    if (ours) {
      interrupted = false;
      Thread.interrupted();
    }
    return ours;
  }

  /**
   * The one in whose place {@code e} stands, because a wait of the JDK was ended in its name; null
   * if {@code e} stands for itself.
   */
  @Nullable Signal behind(Throwable e) {
    Signal[] all = pending;
    if (all != null && interruption(e)) {
      for (Signal s : all) {
        if (s.interrupted) {
          return s;
        }
      }
    }
    return null;
  }

  /** Whether {@code e} stands in the place of the one that carries {@code thrown}. */
  boolean behind(Throwable e, Throwable thrown) {
    Signal s = Signal.of(pending, thrown);
    return s != null && s.interrupted && interruption(e);
  }

  private static boolean interruption(Throwable e) {
    int depth = 0;
    for (Throwable t = e; t != null && depth < MOST_CAUSES; t = t.getCause(), depth++) {
      if (t instanceof InterruptedException || t instanceof InterruptedIOException) {
        return true;
      }
    }
    return false;
  }
}
