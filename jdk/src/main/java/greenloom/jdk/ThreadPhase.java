package greenloom.jdk;

/** How a green thread stands with its scheduler, as far as somebody who wants to wake it cares. */
public enum ThreadPhase {
  /** Made, and not yet run. */
  NEW,
  /** Running, or about to run. */
  RUNNABLE,
  /** In {@code LockSupport.park} or {@code parkNanos}: an unpark wakes it. */
  PARKED,
  /** Parked with its carrier, because a native frame is in the way. */
  PINNED,
  /** In {@code Object.wait}: an interrupt wakes it. */
  MONITOR_WAIT,
  /** At the door of a {@code synchronized} block: nothing wakes it but the monitor. */
  MONITOR_ENTER,
  /** Woken at a monitor: about to look whether it is free now. */
  MONITOR_RETRY,
  /** Ended. */
  TERMINATED
}
