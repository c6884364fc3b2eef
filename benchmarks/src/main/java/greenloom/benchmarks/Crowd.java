package greenloom.benchmarks;

import static greenloom.Greenloom.spawn;

import greenloom.Greenlet;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Many threads of one kind that all wait, and are let go after a look at them.
 *
 * @param <T> what stands for one of them
 */
final class Crowd<T> {
  private static final Duration LONG = Duration.ofHours(1);

  private final T[] members;
  private final Function<Runnable, T> starter;
  private final Function<T, Thread> thread;
  private final LongAdder released = new LongAdder();
  private volatile boolean over;

  private Crowd(T[] members, Function<Runnable, T> starter, Function<T, Thread> thread) {
    this.members = members;
    this.starter = starter;
    this.thread = thread;
  }

  /** Greenlets of the hub of the calling greenlet. */
  static Crowd<?> greenlets(int count) {
    return new Crowd<Greenlet<?>>(
        new Greenlet<?>[count], body -> spawn(() -> body.run()), Greenlet::thread);
  }

  /** Virtual threads of the JDK's scheduler. */
  static Crowd<?> virtualThreads(int count) {
    return new Crowd<>(new Thread[count], Thread::startVirtualThread, thread -> thread);
  }

  /** Has all parked, runs {@code look}, and returns how many have ended then. */
  long parked(Runnable look) throws InterruptedException {
    start(this::park);
    look.run();
    over = true;
    for (T member : members) {
      LockSupport.unpark(thread.apply(member));
    }
    return join();
  }

  /** Has all asleep, runs {@code look}, and returns how many have ended then. */
  long asleep(Runnable look) throws InterruptedException {
    start(this::sleep);
    look.run();
    for (T member : members) {
      thread.apply(member).interrupt();
    }
    return join();
  }

  private void park() {
    while (!over) {
      LockSupport.park();
    }
    released.increment();
  }

  private void sleep() {
    try {
      Thread.sleep(LONG);
    } catch (InterruptedException e) {
      released.increment();
    }
  }

  /** Starts all, and returns when all wait. */
  private void start(Runnable body) {
    for (int i = 0; i < members.length; i++) {
      members[i] = starter.apply(body);
    }
    for (T member : members) {
      while (!waits(thread.apply(member))) {
        Thread.yield();
      }
    }
  }

  private static boolean waits(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING -> true;
      default -> false;
    };
  }

  private long join() throws InterruptedException {
    for (T member : members) {
      thread.apply(member).join();
    }
    return released.sum();
  }
}
