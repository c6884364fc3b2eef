package greenloom.sync;

import static greenloom.Greenloom.shield;
import static greenloom.Greenloom.spawn;

import greenloom.DagPool;
import greenloom.GreenExecutor;
import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.Group;
import greenloom.Pool;
import greenloom.Scope;
import greenloom.hub.Hub;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The words of {@code greenloom} that wait. What is started in here lives until its event is set,
 * which each test sees to.
 */
final class GreenletCalls {
  private GreenletCalls() {}

  static Stream<Supplier<WaitingCall>> all() {
    return Stream.of(
        GreenletCalls::join,
        GreenletCalls::get,
        GreenletCalls::kill,
        GreenletCalls::joinAll,
        GreenletCalls::joinAllOrThrow,
        GreenletCalls::killAll,
        GreenletCalls::waitAny,
        GreenletCalls::inCompletionOrder,
        GreenletCalls::call,
        GreenletCalls::groupJoin,
        GreenletCalls::groupKill,
        GreenletCalls::groupApply,
        GreenletCalls::map,
        () -> imap(true),
        () -> imap(false),
        () -> poolPlace("Pool.spawn", (pool, end) -> pool.spawn(() -> end.await())),
        () -> poolPlace("Pool.add", (pool, end) -> pool.add(livesUntil(end))),
        GreenletCalls::poolAwaitFree,
        GreenletCalls::scope,
        GreenletCalls::collect,
        GreenletCalls::race,
        GreenletCalls::dagGet,
        GreenletCalls::dagJoin,
        GreenletCalls::termination);
  }

  private static WaitingCall collect() {
    Event end = new Event();
    Runnable wait = () -> Scope.collect(scope -> scope.spawn(() -> end.await()));
    return WaitingCall.starting("Scope.collect", wait, end::set);
  }

  private static WaitingCall race() {
    Event end = new Event();
    Callable<Boolean> runner = () -> end.await(Duration.ofDays(1));
    Runnable wait = () -> Scope.race(List.of(runner, runner));
    return WaitingCall.starting("Scope.race", wait, end::set);
  }

  private static WaitingCall dagGet() {
    DagPool<String, Integer> pool = new DagPool<>();
    Runnable wait = () -> pool.get("answer");
    return WaitingCall.forAll("DagPool.get", wait, WaitingCall.within(wait), answer(pool));
  }

  private static WaitingCall dagJoin() {
    DagPool<String, Integer> pool = new DagPool<>();
    pool.spawn("sum", List.of("answer"), needs -> needs.get("answer"));
    return WaitingCall.forAll(
        "DagPool.join", pool::join, WaitingCall.within(pool::join), answer(pool));
  }

  /** Puts it once, however often it is run. */
  private static Runnable answer(DagPool<String, Integer> pool) {
    AtomicBoolean there = new AtomicBoolean();
    return () -> {
      if (there.compareAndSet(false, true)) {
        pool.put("answer", 42);
      }
    };
  }

  private static WaitingCall termination() {
    Event end = new Event();
    GreenExecutor executor = GreenExecutor.on(Hub.current());
    executor.execute(end::await);
    executor.shutdown();
    Predicate<Duration> timed = d -> executor.awaitTermination(d.toNanos(), TimeUnit.NANOSECONDS);
    return WaitingCall.forAll(
        "GreenExecutor.awaitTermination", () -> timed.test(Duration.ofDays(1)), timed, end::set);
  }

  private static Greenlet<Void> livesUntil(Event end) {
    return spawn(() -> end.await());
  }

  /** The same, killed or not. */
  private static Greenlet<Void> survivesUntil(Event end) {
    return spawn(() -> shield(() -> end.await()));
  }

  private static WaitingCall join() {
    Event end = new Event();
    Greenlet<?> g = livesUntil(end);
    return WaitingCall.forAll("Greenlet.join", g::join, g::join, end::set);
  }

  private static WaitingCall get() {
    Event end = new Event();
    Greenlet<Boolean> g =
        spawn(() -> {
          end.await();
          return true;
        });
    return WaitingCall.forAll("Greenlet.get", g::get, WaitingCall.inTime(g::get), end::set);
  }

  private static WaitingCall kill() {
    Event end = new Event();
    Greenlet<?> g = survivesUntil(end);
    Predicate<Duration> timed = g::kill;
    return WaitingCall.forAll("Greenlet.kill", () -> g.kill(), timed, end::set);
  }

  private static WaitingCall joinAll() {
    Event end = new Event();
    List<Greenlet<Void>> both = List.of(livesUntil(end), livesUntil(end));
    Predicate<Duration> timed = d -> Greenloom.joinAll(both, d);
    return WaitingCall.forAll("joinAll", () -> Greenloom.joinAll(both), timed, end::set);
  }

  private static WaitingCall joinAllOrThrow() {
    Event end = new Event();
    List<Greenlet<Void>> both = List.of(livesUntil(end), livesUntil(end));
    Runnable wait = () -> Greenloom.joinAllOrThrow(both);
    return WaitingCall.forAll("joinAllOrThrow", wait, WaitingCall.within(wait), end::set);
  }

  private static WaitingCall killAll() {
    Event end = new Event();
    List<Greenlet<Void>> both = List.of(survivesUntil(end), survivesUntil(end));
    Runnable wait = () -> Greenloom.killAll(both);
    return WaitingCall.forAll("killAll", wait, WaitingCall.within(wait), end::set);
  }

  private static WaitingCall waitAny() {
    Event one = new Event();
    List<Event> both = List.of(new Event(), one);
    Predicate<Duration> timed = d -> !Greenloom.waitAny(both, 1, d).isEmpty();
    Runnable untimed = () -> Greenloom.waitAny(both, 1, null);
    return WaitingCall.forAll("waitAny", untimed, timed, one::set);
  }

  private static WaitingCall inCompletionOrder() {
    Event one = new Event();
    List<Event> both = List.of(new Event(), one);
    Runnable wait = () -> Greenloom.inCompletionOrder(both).iterator().next();
    return WaitingCall.forAll("inCompletionOrder", wait, WaitingCall.within(wait), one::set);
  }

  private static WaitingCall call() {
    Event end = new Event();
    return WaitingCall.starting("run", () -> Greenloom.run(() -> end.await()), end::set);
  }

  private static WaitingCall groupJoin() {
    Event end = new Event();
    Group group = new Group();
    group.spawn(() -> end.await());
    return WaitingCall.forAll("Group.join", group::join, group::join, end::set);
  }

  private static WaitingCall groupKill() {
    Event end = new Event();
    Group group = new Group();
    group.add(survivesUntil(end));
    group.add(survivesUntil(end));
    return WaitingCall.forAll("Group.kill", group::kill, WaitingCall.within(group::kill), end::set);
  }

  private static WaitingCall groupApply() {
    Event end = new Event();
    Group group = new Group();
    return WaitingCall.starting("Group.apply", () -> group.apply(() -> end.await()), end::set);
  }

  private static WaitingCall map() {
    Event end = new Event();
    Group group = new Group();
    Consumer<List<Integer>> map = items -> group.map(i -> end.await(Duration.ofDays(1)), items);
    return WaitingCall.starting("Group.map", () -> map.accept(List.of(1, 2)), end::set);
  }

  private static WaitingCall imap(boolean ordered) {
    Event end = new Event();
    Group group = new Group();
    Runnable next =
        () -> {
          Iterable<Boolean> results =
              ordered
                  ? group.imap(i -> end.await(Duration.ofDays(1)), List.of(1, 2))
                  : group.imapUnordered(i -> end.await(Duration.ofDays(1)), List.of(1, 2));
          results.iterator().next();
        };
    return WaitingCall.starting(ordered ? "imap" : "imapUnordered", next, end::set);
  }

  /** Puts something into a pool that stays there until the event is set. */
  @FunctionalInterface
  private interface Occupation {
    void occupy(Pool pool, Event end);
  }

  /** Waits for a place of a pool, and keeps it. */
  private static WaitingCall poolPlace(String name, Occupation occupation) {
    Pool pool = new Pool(1);
    Queue<Event> running = new ArrayDeque<>();
    int[] owed = new int[1];
    Runnable occupy =
        () -> {
          Event end = new Event();
          occupation.occupy(pool, end);
          running.add(end);
          if (owed[0] > 0) {
            owed[0]--;
            running.remove().set();
          }
        };
    occupy.run();
    Runnable release =
        () -> {
          if (running.isEmpty()) {
            owed[0]++; // who got the place has not come to spawn yet
          } else {
            running.remove().set();
          }
        };
    return WaitingCall.forOne(name, occupy, WaitingCall.within(occupy), release);
  }

  private static WaitingCall poolAwaitFree() {
    Event end = new Event();
    Pool pool = new Pool(1);
    pool.spawn(() -> end.await());
    return WaitingCall.forAll(
        "Pool.awaitFree", pool::awaitFree, WaitingCall.within(pool::awaitFree), end::set);
  }

  private static WaitingCall scope() {
    Event end = new Event();
    Runnable wait = () -> Scope.run(scope -> scope.spawn(() -> end.await()));
    return WaitingCall.starting("Scope.run", wait, end::set);
  }
}
