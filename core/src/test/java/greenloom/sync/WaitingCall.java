package greenloom.sync;

import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.Group;
import greenloom.Pool;
import greenloom.hub.TimeoutExpired;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One word that waits, on a fresh object: what it does without and with a limit, and how somebody
 * else lets it go on.
 *
 * @param name for the reader
 * @param permanent whether one release lets everybody go on, for ever
 * @param untimed waits without a limit
 * @param timed waits with one; false when it has passed
 * @param release lets one waiter go on, or the next one who comes
 */
record WaitingCall(
    String name, boolean permanent, Runnable untimed, Predicate<Duration> timed, Runnable release) {

  @Override
  public String toString() {
    return name;
  }

  /** All of them; each supplier makes one on a fresh object, on the calling hub. */
  static Stream<Supplier<WaitingCall>> all() {
    return Stream.of(
        WaitingCall::event,
        WaitingCall::asyncResultGet,
        WaitingCall::asyncResultAwait,
        WaitingCall::semaphore,
        () -> take("unbounded take", GreenQueue.unbounded()),
        () -> take("bounded take", GreenQueue.bounded(1)),
        WaitingCall::rendezvousTake,
        WaitingCall::boundedPut,
        WaitingCall::rendezvousPut,
        WaitingCall::join,
        WaitingCall::get,
        WaitingCall::joinAll,
        WaitingCall::waitAny,
        WaitingCall::groupJoin,
        WaitingCall::poolPlace,
        WaitingCall::peek);
  }

  private static boolean inTime(Runnable get) {
    try {
      get.run();
      return true;
    } catch (TimeoutExpired e) {
      return false;
    }
  }

  private static WaitingCall event() {
    Event e = new Event();
    return new WaitingCall("Event.await", true, e::await, e::await, e::set);
  }

  private static WaitingCall asyncResultGet() {
    AsyncResult<String> r = new AsyncResult<>();
    Predicate<Duration> timed = d -> inTime(() -> r.get(d));
    return new WaitingCall("AsyncResult.get", true, r::get, timed, () -> r.set("value"));
  }

  private static WaitingCall asyncResultAwait() {
    AsyncResult<String> r = new AsyncResult<>();
    return new WaitingCall("AsyncResult.await", true, r::await, r::await, () -> r.set("value"));
  }

  private static WaitingCall semaphore() {
    GreenSemaphore s = new GreenSemaphore(0);
    return new WaitingCall("GreenSemaphore.acquire", false, s::acquire, s::tryAcquire, s::release);
  }

  private static WaitingCall take(String name, GreenQueue<String> q) {
    // the releaser must not wait, so what does not fit is put by a greenlet
    Runnable release =
        () -> {
          if (!q.offer("item")) {
            Greenloom.spawn(() -> q.put("item"));
          }
        };
    return new WaitingCall(name, false, q::take, d -> q.poll(d) != null, release);
  }

  private static WaitingCall rendezvousTake() {
    return take("rendezvous take", GreenQueue.rendezvous());
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
    return new WaitingCall("bounded put", false, () -> q.put(n[0]++), timed, release);
  }

  private static WaitingCall rendezvousPut() {
    GreenQueue<String> q = GreenQueue.rendezvous();
    Runnable release =
        () -> {
          if (q.poll() == null) {
            Greenloom.spawn(() -> q.take());
          }
        };
    return new WaitingCall(
        "rendezvous put", false, () -> q.put("item"), d -> q.offer("item", d), release);
  }

  /** A greenlet that lives until its event is set; the suite lets each of them go in the end. */
  private static Greenlet<Void> livesUntil(Event end) {
    return Greenloom.spawn(() -> end.await());
  }

  private static WaitingCall join() {
    Event end = new Event();
    Greenlet<?> g = livesUntil(end);
    return new WaitingCall("Greenlet.join", true, g::join, g::join, end::set);
  }

  private static WaitingCall get() {
    Event end = new Event();
    Greenlet<?> g = livesUntil(end);
    Predicate<Duration> timed = d -> inTime(() -> g.get(d));
    return new WaitingCall("Greenlet.get", true, g::get, timed, end::set);
  }

  private static WaitingCall joinAll() {
    Event end = new Event();
    List<Greenlet<Void>> both = List.of(livesUntil(end), livesUntil(end));
    Predicate<Duration> timed = d -> Greenloom.joinAll(both, d);
    return new WaitingCall("joinAll", true, () -> Greenloom.joinAll(both), timed, end::set);
  }

  private static WaitingCall waitAny() {
    Event never = new Event();
    Event one = new Event();
    List<Event> both = List.of(never, one);
    Predicate<Duration> timed = d -> !Greenloom.waitAny(both, 1, d).isEmpty();
    return new WaitingCall(
        "waitAny", true, () -> Greenloom.waitAny(both, 1, null), timed, one::set);
  }

  private static WaitingCall groupJoin() {
    Event end = new Event();
    Group group = new Group();
    group.spawn(() -> end.await());
    return new WaitingCall("Group.join", true, group::join, group::join, end::set);
  }

  /** Waits for a place of a pool, and keeps it. */
  private static WaitingCall poolPlace() {
    Pool pool = new Pool(1);
    Queue<Event> running = new ArrayDeque<>();
    int[] owed = new int[1];
    Runnable occupy =
        () -> {
          Event end = new Event();
          pool.spawn(() -> end.await());
          running.add(end);
          if (owed[0] > 0) {
            owed[0]--;
            running.remove().set();
          }
        };
    occupy.run();
    Predicate<Duration> timed =
        d ->
            Greenloom.withTimeout(
                d,
                () -> {
                  occupy.run();
                  return true;
                },
                false);
    Runnable release =
        () -> {
          if (running.isEmpty()) {
            owed[0]++; // who got the place has not come to spawn yet
          } else {
            running.remove().set();
          }
        };
    return new WaitingCall("Pool.spawn", false, occupy, timed, release);
  }

  private static WaitingCall peek() {
    GreenQueue<String> q = GreenQueue.unbounded();
    Predicate<Duration> timed = d -> q.peek(d) != null;
    Runnable wait = () -> q.peek(Duration.ofDays(1000));
    return new WaitingCall("GreenQueue.peek", true, wait, timed, () -> q.put("item"));
  }
}
