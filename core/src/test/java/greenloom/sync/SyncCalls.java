package greenloom.sync;

import static greenloom.Greenloom.spawn;

import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The words of {@code greenloom.sync} that wait. */
final class SyncCalls {
  private static final Duration FOREVER = Duration.ofDays(1000);

  private SyncCalls() {}

  static Stream<Supplier<WaitingCall>> all() {
    return Stream.of(
        SyncCalls::event,
        SyncCalls::resultGet,
        SyncCalls::resultAwait,
        SyncCalls::resultOfAFuture,
        () -> acquire("GreenSemaphore.acquire", new GreenSemaphore(0)),
        SyncCalls::boundedSemaphore,
        SyncCalls::lock,
        SyncCalls::reentrantLock,
        SyncCalls::condition,
        () -> take("unbounded take", GreenQueue.unbounded()),
        () -> take("bounded take", GreenQueue.bounded(1)),
        () -> take("priority take", GreenQueue.priority(Comparator.naturalOrder())),
        () -> take("lifo take", GreenQueue.lifo()),
        () -> take("rendezvous take", GreenQueue.rendezvous()),
        SyncCalls::boundedPut,
        SyncCalls::rendezvousPut,
        SyncCalls::peek,
        SyncCalls::iteration,
        SyncCalls::queueJoin,
        SyncCalls::shutdown);
  }

  private static WaitingCall event() {
    Event e = new Event();
    return WaitingCall.forAll("Event.await", e::await, e::await, e::set);
  }

  private static WaitingCall resultGet() {
    AsyncResult<String> r = new AsyncResult<>();
    Predicate<Duration> timed = WaitingCall.inTime(d -> r.get(d) != null);
    return WaitingCall.forAll("AsyncResult.get", r::get, timed, () -> r.set("value"));
  }

  private static WaitingCall resultAwait() {
    AsyncResult<String> r = new AsyncResult<>();
    return WaitingCall.forAll("AsyncResult.await", r::await, r::await, () -> r.set("value"));
  }

  /** The greenlet waits for what another library completes. */
  private static WaitingCall resultOfAFuture() {
    CompletableFuture<String> future = new CompletableFuture<>();
    AsyncResult<String> r = AsyncResult.of(future);
    Predicate<Duration> timed = WaitingCall.inTime(d -> r.get(d) != null);
    return WaitingCall.forAll("AsyncResult.of", r::get, timed, () -> future.complete("value"));
  }

  private static WaitingCall acquire(String name, GreenSemaphore s) {
    return WaitingCall.forOne(name, s::acquire, s::tryAcquire, s::release);
  }

  private static WaitingCall boundedSemaphore() {
    GreenSemaphore s = GreenSemaphore.bounded(9);
    for (int i = 0; i < 9; i++) {
      s.acquire();
    }
    return acquire("bounded GreenSemaphore.acquire", s);
  }

  /** Each who gets it lets go of it at once, so one who must not get it would keep it. */
  private static WaitingCall lock() {
    GreenLock lock = new GreenLock();
    Event letGo = new Event();
    spawn(() -> {
      lock.lock();
      letGo.await();
      lock.unlock();
    });
    Runnable untimed =
        () -> {
          lock.lock();
          lock.unlock();
        };
    Predicate<Duration> timed =
        d -> {
          boolean taken = lock.tryLock(d);
          if (taken) {
            lock.unlock();
          }
          return taken;
        };
    return WaitingCall.forAll("GreenLock.lock", untimed, timed, letGo::set);
  }

  /** The lock that is handed on has been held twice. */
  private static WaitingCall reentrantLock() {
    GreenLock lock = new GreenLock();
    Event letGo = new Event();
    spawn(() -> {
      lock.lock();
      lock.lock();
      letGo.await();
      lock.unlock();
      lock.unlock();
    });
    Runnable untimed =
        () -> {
          lock.lockInterruptibly();
          try {
            lock.lock();
            lock.unlock();
          } finally {
            lock.unlock();
          }
        };
    return WaitingCall.forAll(
        "GreenLock.lock, twice", untimed, WaitingCall.within(untimed), letGo::set);
  }

  /** A stock that is waited for as the books say, so that a lost signal shows. */
  private static final class Stock {
    final GreenLock lock = new GreenLock();
    final GreenCondition arrived = lock.newCondition();
    int items;

    boolean take(Duration limit) {
      lock.lock();
      try {
        while (items == 0) {
          if (!arrived.await(limit)) {
            return false;
          }
        }
        items--;
        return true;
      } finally {
        lock.unlock();
      }
    }

    void take() {
      lock.lock();
      try {
        while (items == 0) {
          arrived.await();
        }
        items--;
      } finally {
        lock.unlock();
      }
    }

    void put() {
      lock.lock();
      items++;
      arrived.signal();
      lock.unlock();
    }
  }

  private static WaitingCall condition() {
    Stock s = new Stock();
    return WaitingCall.forOne("GreenCondition.await", s::take, s::take, s::put);
  }

  private static WaitingCall take(String name, GreenQueue<String> q) {
    Predicate<Duration> timed = d -> q.poll(d) != null;
    return WaitingCall.forOne(name, q::take, timed, putting(q));
  }

  /** The releaser must not wait, so what does not fit is put by a greenlet. */
  private static Runnable putting(GreenQueue<String> q) {
    return () -> {
      if (!q.offer("item")) {
        spawn(() -> q.put("item"));
      }
    };
  }

  private static WaitingCall boundedPut() {
    GreenQueue<Integer> q = GreenQueue.bounded(2);
    q.put(1);
    q.put(2);
    int[] n = {3};
    int[] expected = {1};
    Runnable release =
        () -> {
          Integer got = q.poll();
          if (got == null || got < expected[0]) {
            throw new AssertionError("out of order: " + got);
          }
          expected[0] = got + 1;
        };
    Predicate<Duration> timed = d -> q.offer(n[0]++, d);
    return WaitingCall.forOne("bounded put", () -> q.put(n[0]++), timed, release);
  }

  private static WaitingCall rendezvousPut() {
    GreenQueue<String> q = GreenQueue.rendezvous();
    Runnable release =
        () -> {
          if (q.poll() == null) {
            spawn(() -> q.take());
          }
        };
    Predicate<Duration> timed = d -> q.offer("item", d);
    return WaitingCall.forOne("rendezvous put", () -> q.put("item"), timed, release);
  }

  private static WaitingCall peek() {
    GreenQueue<String> q = GreenQueue.unbounded();
    Predicate<Duration> timed = d -> q.peek(d) != null;
    return WaitingCall.forAll("GreenQueue.peek", () -> q.peek(FOREVER), timed, () -> q.put("item"));
  }

  private static WaitingCall iteration() {
    GreenQueue<String> q = GreenQueue.bounded(1);
    Runnable next = () -> q.iterator().next();
    return WaitingCall.forOne("GreenQueue.iterator", next, WaitingCall.within(next), putting(q));
  }

  private static WaitingCall queueJoin() {
    GreenQueue<String> q = GreenQueue.unbounded();
    q.put("task");
    Runnable release =
        () -> {
          if (q.poll() != null) {
            q.taskDone();
          }
        };
    return WaitingCall.forAll("GreenQueue.join", q::join, q::join, release);
  }

  /** Its end lets go on who waits for an item, too. */
  private static WaitingCall shutdown() {
    GreenQueue<String> q = GreenQueue.rendezvous();
    Runnable untimed =
        () -> {
          if (q.iterator().hasNext()) {
            throw new AssertionError("nobody has put anything");
          }
        };
    return WaitingCall.forAll(
        "GreenQueue.shutdown", untimed, WaitingCall.within(untimed), q::shutdown);
  }
}
