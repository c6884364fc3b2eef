package greenloom.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The fields of {@code java.lang.VirtualThread} that we read and write, and the numbers of its
 * states, as in JDK 25.
 */
final class VirtualThread25 {
  static final int NEW = 0;
  static final int STARTED = 1;
  static final int RUNNING = 2;
  static final int PARKING = 3;
  static final int PARKED = 4;
  static final int PINNED = 5;
  static final int TIMED_PARKING = 6;
  static final int TIMED_PARKED = 7;
  static final int TIMED_PINNED = 8;
  static final int UNPARKED = 9;
  static final int YIELDING = 10;
  static final int YIELDED = 11;
  static final int BLOCKING = 12;
  static final int BLOCKED = 13;
  static final int UNBLOCKED = 14;
  static final int WAITING = 15;
  static final int WAIT = 16;
  static final int TIMED_WAITING = 17;
  static final int TIMED_WAIT = 18;
  static final int TERMINATED = 99;
  private static final int SUSPENDED = 1 << 8;

  static final Class<?> TYPE;
  static final VarHandle STATE;
  static final VarHandle PARK_PERMIT;
  static final VarHandle BLOCK_PERMIT;
  static final VarHandle TIMEOUT;
  private static final VarHandle NOTIFIED;
  private static final MethodHandle RESUME;
  private static final MethodHandle SUBMIT;

  /** What the monitors set for the JDK's unblocker thread; null where it is missing. */
  static final @Nullable VarHandle ON_WAITING_LIST;

  static {
    try {
      TYPE = Class.forName("java.lang.VirtualThread");
      var lookup = MethodHandles.privateLookupIn(TYPE, MethodHandles.lookup());
      STATE = lookup.findVarHandle(TYPE, "state", int.class);
      PARK_PERMIT = lookup.findVarHandle(TYPE, "parkPermit", boolean.class);
      BLOCK_PERMIT = lookup.findVarHandle(TYPE, "blockPermit", boolean.class);
      RESUME =
          lookup
              .findVirtual(TYPE, "runContinuation", MethodType.methodType(void.class))
              .asType(MethodType.methodType(void.class, Thread.class));
      SUBMIT =
          lookup
              .findVirtual(TYPE, "submitRunContinuation", MethodType.methodType(void.class))
              .asType(MethodType.methodType(void.class, Thread.class));
      TIMEOUT = lookup.findVarHandle(TYPE, "timeout", long.class);
      NOTIFIED = lookup.findVarHandle(TYPE, "notified", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this JDK's virtual threads look different", e);
    }
    ON_WAITING_LIST = onWaitingList();
  }

  private VirtualThread25() {}

  private static @Nullable VarHandle onWaitingList() {
    try {
      return MethodHandles.privateLookupIn(TYPE, MethodHandles.lookup())
          .findVarHandle(TYPE, "onWaitingList", boolean.class);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  static int state(Thread t) {
    return (int) STATE.getVolatile(t) & ~SUSPENDED;
  }

  /** Lets {@code t} go on, on its carrier, until it next waits or ends. */
  static void resume(Thread t) {
    try {
      RESUME.invokeExact(t);
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  /**
   * Runs {@code look} while {@code t} stands still, as the JDK does for a stack trace: nobody can
   * let it go on, and who tries meanwhile is made up for. Any thread.
   *
   * @return false, without a look, if it runs, is pinned, has not begun or has ended, is on its way
   *     between these, or stands still for somebody else
   */
  static boolean whileSuspended(Thread t, Runnable look) {
    int before = (int) STATE.getVolatile(t);
    if (!unmounted(before) || !STATE.compareAndSet(t, before, before | SUSPENDED)) {
      return false;
    }
    try {
      look.run();
    } finally {
      STATE.setVolatile(t, before);
      if (missed(t, before)) {
        submit(t);
      }
    }
    return true;
  }

  private static boolean unmounted(int state) {
    return switch (state) {
      case PARKED, TIMED_PARKED, BLOCKED, WAIT, TIMED_WAIT, UNPARKED, UNBLOCKED, YIELDED -> true;
      default -> false;
    };
  }

  /** Whether its turn may have come, or it was woken, while it stood still. */
  private static boolean missed(Thread t, int state) {
    return switch (state) {
      case PARKED, TIMED_PARKED ->
          (boolean) PARK_PERMIT.getVolatile(t) && STATE.compareAndSet(t, state, UNPARKED);
      case BLOCKED ->
          (boolean) BLOCK_PERMIT.getVolatile(t) && STATE.compareAndSet(t, state, UNBLOCKED);
      case WAIT, TIMED_WAIT ->
          ((boolean) NOTIFIED.getVolatile(t) || t.isInterrupted())
              && STATE.compareAndSet(t, state, UNBLOCKED);
      default -> true;
    };
  }

  private static void submit(Thread t) {
    try {
      SUBMIT.invokeExact(t);
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  static ThreadPhase phase(Thread t) {
    return switch (state(t)) {
      case NEW, STARTED -> ThreadPhase.NEW;
      case PARKED, TIMED_PARKED -> ThreadPhase.PARKED;
      case PINNED, TIMED_PINNED -> ThreadPhase.PINNED;
      case WAIT, TIMED_WAIT -> ThreadPhase.MONITOR_WAIT;
      case BLOCKED -> ThreadPhase.MONITOR_ENTER;
      case UNBLOCKED -> ThreadPhase.MONITOR_RETRY;
      case TERMINATED -> ThreadPhase.TERMINATED;
      default -> ThreadPhase.RUNNABLE;
    };
  }

  /** Whether {@code t} is on the unblocker's list, because of a monitor it was chosen for. */
  static boolean heir(Thread t) {
    VarHandle flag = ON_WAITING_LIST;
    return flag != null && (boolean) flag.getVolatile(t);
  }

  /** What the unblocker does, but for the permit: that is for threads on their way to BLOCKED. */
  static boolean unblock(Thread t) {
    return STATE.compareAndSet(t, BLOCKED, UNBLOCKED);
  }
}
