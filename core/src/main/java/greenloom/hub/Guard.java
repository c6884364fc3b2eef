package greenloom.hub;

import greenloom.jdk.Carrier;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The lock of a thing that green threads of several hubs and other threads may touch: held for a
 * few instructions, never over a wait, so that it spins instead of waiting.
 *
 * <p>Inside one hub it is never contended, because a switch happens only at a wait. It remembers
 * whether another carrier than that of its maker has ever held it; a thing that others touch may
 * still be answered from outside, and is no part of a deadlock.
 */
public final class Guard {
  private static final VarHandle HELD;
  private static final int SPINS = 100;

  static {
    try {
      HELD = MethodHandles.lookup().findVarHandle(Guard.class, "held", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("UnusedVariable") // by HELD
  private volatile int held;

  // under the guard
  private Thread home = Carrier.current();
  private boolean shared;

  /** Makes a free one, of the carrier that makes it. */
  public Guard() {}

  /** Takes the guard; spins while another thread has it. Not reentrant. */
  public void enter() {
    if (!HELD.compareAndSet(this, 0, 1)) {
      spin();
    }
    Thread here = Carrier.current();
    if (home != here) {
      shared = true;
      home = here;
    }
  }

  /** Gives the guard back. */
  public void leave() {
    HELD.setRelease(this, 0);
  }

  /** Marks it as one that another thread may touch. */
  public void share() {
    enter();
    shared = true;
    leave();
  }

  /** Returns whether another carrier than that of its maker has held it. */
  public boolean shared() {
    return shared;
  }

  private void spin() {
    int n = 0;
    while (!HELD.compareAndSet(this, 0, 1)) {
      if (++n < SPINS) {
        Thread.onSpinWait();
      } else {
        Carrier.park(20_000); // its holder lost the processor
      }
    }
  }
}
