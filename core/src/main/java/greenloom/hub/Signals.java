package greenloom.hub;

import greenloom.jdk.GreenThreads;
import greenloom.jdk.ThreadPhase;
import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The signals on their way to one thread, oldest first, what holds them up, and how they come out
 * of its waits. Any thread may add and take away; the rest is for the thread itself, or its hub's
 * carrier while it does not run.
 */
final class Signals {
  private static final int MOST_CAUSES = 20;
  private static final int MOST_STIRS = 8;
  private static final VarHandle PENDING;

  static {
    try {
      PENDING = MethodHandles.lookup().findVarHandle(Signals.class, "pending", Signal[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final GreenThread thread;

  // any thread; replaced as a whole, null for none
  private volatile Signal @Nullable [] pending;

  // the thread itself
  private int shields;
  private @Nullable NoSwitch noSwitch; // the innermost scope in which it must not wait
  private boolean interrupted; // an interrupt of ours may still stand in its status

  // the hub's carrier
  private boolean stirredUp; // woken because of a signal, and not because the wait was over
  private boolean stirred; // by lookAgain, and has not run since
  private int stirs;

  Signals(GreenThread thread) {
    this.thread = thread;
  }

  // --- the list ---

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

  /** Takes it away; the caller, if it is the thread itself, is interrupted for nothing then. */
  void withdraw(Throwable thrown) {
    remove(thrown);
    if (Thread.currentThread() == thread.thread()) {
      absorbInterrupt();
    }
  }

  /** Takes {@code s} off the list, to be thrown by the caller. */
  Error thrown(Signal s) {
    withdraw(s.thrown);
    if (s.thrown instanceof TimeLimit.TimeUp up) {
      up.standHere();
    }
    return Hub.sneaky(s.thrown);
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

  // --- getting them in ---

  /** Has the thread look at them, after one was added. Any thread. */
  void deliver() {
    Hub hub = thread.hub();
    if (hub.onCarrier() || thread.guest()) {
      stir();
    } else {
      hub.enter(this::stir);
    }
  }

  /** Wakes the thread out of its present wait, so that it looks. */
  private void stir() {
    Waiter wait = thread.waiting();
    if (wait != null) {
      thread.wake(wait);
      return;
    }
    if (!thread.green()) {
      return; // it looks before it waits
    }
    ThreadPhase phase = GreenThreads.phase(thread.thread());
    if (phase == ThreadPhase.PARKED) {
      if (thread.hub().hooks()) {
        stirredUp = true;
        LockSupport.unpark(thread.thread());
      } else {
        interrupt();
      }
    } else if (phase == ThreadPhase.MONITOR_WAIT) {
      interrupt();
    }
  }

  /**
   * Sees to it that a wait of the JDK which was begun with a signal pending ends, too: nobody looks
   * at the list when such a wait begins. A wait that does not end by that is left alone after a few
   * times, until something else has woken it. Carrier only, after a run that left signals.
   */
  void lookAgain() {
    ThreadPhase phase = GreenThreads.phase(thread.thread());
    if (phase == ThreadPhase.MONITOR_ENTER || phase == ThreadPhase.MONITOR_RETRY) {
      return; // cannot be stirred, and will run again
    }
    stirs = stirred ? stirs + 1 : 0;
    stirred = stirs < MOST_STIRS && thread.waiting() == null && pendingDue() != null;
    if (stirred) {
      stir();
    }
  }

  /** The thread goes on in a wait of the JDK. What is due comes out of it, as far as may be. */
  void leaveJdkWait() {
    Signal s = due();
    boolean early = stirredUp;
    stirredUp = false;
    if (s == null) {
      return;
    }
    switch (KillPoint.here()) {
      case THROW -> throw thrown(s);
      case INTERRUPT -> {
        if (early) { // else it may have what it waited for
          interrupt();
        }
      }
      case SOCKET_TIMEOUT -> throw thrownInTlsRecord(s);
      case LATER -> {}
    }
  }

  /**
   * A signal that is due comes out of the socket wait that is about to begin. An interrupt of ours
   * was meant for an earlier wait: here it would close the socket.
   */
  void beforeSocketWait() {
    absorbInterrupt();
    Signal s = due();
    if (s != null) {
      throw KillPoint.beforeSocketWait() == KillPoint.SOCKET_TIMEOUT
          ? thrownInTlsRecord(s)
          : thrown(s);
    }
  }

  /**
   * A timeout that stands for {@code s}, which stays pending: that leaves the session whole. Code
   * that takes it for its own and reads on is left no second time, but by {@code s} itself.
   */
  private Error thrownInTlsRecord(Signal s) {
    if (s.timedOut) {
      return thrown(s);
    }
    s.timedOut = true;
    s.interrupted = true;
    return Hub.sneaky(new SocketTimeoutException("ended by " + s.thrown));
  }

  /** Interrupts the thread in the name of the one that is due. */
  private void interrupt() {
    Signal s = pendingDue();
    if (s != null) {
      s.interrupted = true;
      interrupted = true;
      thread.thread().interrupt();
    }
  }

  // --- what stands for them ---

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
   * Takes the one in whose place {@code e} stands, because a wait of the JDK was ended in its name;
   * returns what it carries, or {@code e} if that stands for itself.
   */
  Throwable unmask(Throwable e) {
    Signal[] all = pending;
    if (all != null && interruption(e)) {
      for (Signal s : all) {
        if (s.interrupted) {
          withdraw(s.thrown);
          return s.thrown;
        }
      }
    }
    return e;
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
