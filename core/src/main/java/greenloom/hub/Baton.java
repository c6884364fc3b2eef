package greenloom.hub;

import greenloom.jdk.Carrier;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The token that says which platform thread runs the hub. Everything a hub does, it does on the
 * thread that has it.
 *
 * <p>Normally that is one thread for ever. When a green thread has to wait together with its
 * carrier (a class initialiser that waits, for one), the carrier hands the baton over to a spare
 * thread, which goes on with the same loop, and claims it back when the wait is over. The loop
 * answers claims between two runs, so that still only one green thread runs at a time. A spare that
 * has answered a claim ends.
 *
 * <pre>
 *   owner      home thread                     spare
 *   home       runs the loop                   -
 *   home       a green thread parks pinned     is started
 *   spare      sleeps below that thread        runs the loop
 *   spare      the wait is over: claim()       sees the claim after the present run
 *   home       goes on with the green thread   ends
 * </pre>
 */
final class Baton {
  private static final VarHandle OWNER;

  static {
    try {
      OWNER = MethodHandles.lookup().findVarHandle(Baton.class, "owner", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A carrier that wants the baton. */
  private static final class Claim {
    final Thread carrier;
    volatile boolean granted;

    Claim(Thread carrier) {
      this.carrier = carrier;
    }
  }

  private final Loop loop;
  private final ConcurrentLinkedDeque<Claim> claims = new ConcurrentLinkedDeque<>();
  private volatile @Nullable Thread owner;
  private final Map<Thread, OsThread> carriers = new ConcurrentHashMap<>();
  private final AtomicInteger spares = new AtomicInteger();
  private final AtomicInteger seizures = new AtomicInteger();

  Baton(Loop loop, Thread home) {
    this.loop = loop;
    this.owner = home;
    meet(home);
  }

  /** Notes the calling thread, a carrier from now on. */
  void meet(Thread carrier) {
    carriers.put(carrier, OsThread.current());
  }

  /** It is none any more. */
  void forget(Thread carrier) {
    carriers.remove(carrier);
  }

  /** What the operating system says of a carrier. */
  OsThread osThread(Thread carrier) {
    return carriers.getOrDefault(carrier, OsThread.NOBODY);
  }

  /** Whether the thread under the caller runs the hub. */
  boolean mine() {
    return owner == Carrier.current();
  }

  boolean ownedBy(Thread carrier) {
    return owner == carrier;
  }

  @Nullable Thread owner() {
    return owner;
  }

  /** Whether somebody waits for the baton. */
  boolean wanted() {
    return !claims.isEmpty();
  }

  /** Gives the baton to the first who claimed it; false if nobody did. */
  boolean pass(Thread from) {
    Claim c = claims.pollFirst();
    if (c == null) {
      return false;
    }
    if (!OWNER.compareAndSet(this, from, c.carrier)) {
      claims.addFirst(c); // taken from us meanwhile
      return true;
    }
    c.granted = true;
    Carrier.unpark(c.carrier);
    return true;
  }

  /** Answers claims and takes the baton again; returns true, holding it. */
  boolean hold(Thread me) {
    while (wanted() || !ownedBy(me)) {
      if (ownedBy(me)) {
        pass(me);
      }
      claim();
    }
    return true;
  }

  /** Lets another thread run the hub, because the caller's carrier is about to sleep. */
  void handOver() {
    Thread me = Carrier.current();
    if (owner == me && !pass(me)) {
      startSpare(me);
    }
  }

  /** Waits until the caller's carrier has the baton. Blocks the carrier, whatever runs on it. */
  void claim() {
    Thread me = Carrier.current();
    if (owner == me) {
      return;
    }
    Claim c = new Claim(me);
    claims.addLast(c);
    loop.inbox().wake();
    while (!c.granted) {
      Carrier.park(0);
    }
  }

  /**
   * Takes the baton away from {@code stuck}, which is blocked in a way it could not announce, so
   * that the hub goes on. The blocked green thread runs beside the others until its next wait.
   */
  void seize(Thread stuck) {
    if (owner == stuck) {
      seizures.incrementAndGet();
      if (!pass(stuck)) {
        startSpare(stuck);
      }
    }
  }

  int spares() {
    return spares.get();
  }

  int seizures() {
    return seizures.get();
  }

  private void startSpare(Thread from) {
    Thread spare =
        Thread.ofPlatform()
            .name(loop.hub().name() + "-spare-" + (spares.get() + 1))
            .daemon()
            .stackSize(HubSetup.STACK_BYTES)
            .unstarted(loop::runAsSpare);
    if (OWNER.compareAndSet(this, from, spare)) {
      spares.incrementAndGet();
      spare.start();
    }
  }
}
