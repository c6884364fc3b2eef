package greenloom;

import static greenloom.Greenloom.inCompletionOrder;
import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.joinAllOrThrow;
import static greenloom.Greenloom.killAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.waitAny;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.Awaitable;
import greenloom.hub.Hub;
import greenloom.hub.Link;
import greenloom.hub.TimeoutExpired;
import greenloom.sync.AsyncResult;
import greenloom.sync.Event;
import greenloom.sync.GreenQueue;
import greenloom.sync.GreenSemaphore;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The words that wait for several things, and those that run a program. */
@ExtendWith(NothingLeft.class)
class GreenloomTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  private static Duration ms(int n) {
    return Duration.ofMillis(n);
  }

  private static Greenlet<Integer> after(int ms) {
    return spawn(() -> {
      sleep(ms(ms));
      return ms;
    });
  }

  private static Greenlet<Void> failing(int ms, RuntimeException e) {
    Action fail =
        () -> {
          sleep(ms(ms));
          throw e;
        };
    return spawn(fail);
  }

  /** Counts its links. */
  private static final class Counted implements Awaitable {
    private final Event event = new Event();
    private int links;

    @Override
    public boolean ready() {
      return event.ready();
    }

    @Override
    public Link whenReady(Runnable then) {
      Link link = event.whenReady(then);
      links++;
      return () -> {
        link.unlink();
        links--;
      };
    }
  }

  // --- joinAll ---

  // gevent test__joinall: duplicates are fine; test__greenlet: test_joinall_exception_order
  @Test
  void joinAll_waitsForAll_andThrowsNothing() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Greenlet<?> a = after(30);
      Greenlet<?> b = failing(10, new IllegalStateException("b"));
      joinAll(a, b, a);
      assertThat(List.of(a, b)).allMatch(Greenlet::ready);
      assertThat(hub.elapsed()).isEqualTo(ms(30));
      joinAll();
      joinAll(List.of());
    });
  }

  @Test
  void joinAll_withALimit_tellsWhetherAllHaveEnded() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      List<Greenlet<Integer>> all = List.of(after(10), after(1000));
      assertThat(joinAll(all, ms(20))).isFalse();
      assertThat(joinAll(List.of(all.getFirst()), Duration.ZERO)).isTrue();
      assertThatThrownBy(() -> withTimeout(ms(10), () -> joinAll(all, HOUR)))
          .isInstanceOf(TimeoutExpired.class);
      assertThat(hub.elapsed()).isEqualTo(ms(30));
      assertThat(joinAll(all, HOUR)).isTrue();
      assertThat(hub.elapsed()).isEqualTo(ms(1000));
    });
  }

  @Test
  void limits_killedWithATimeoutExpired_passItOn() {
    TestHub.virtual()
        .run(() -> {
          TimeoutExpired signal = new TimeoutExpired(HOUR);
          Greenlet<?> open = spawn(() -> sleep(HOUR));
          Greenlet<?> joining = spawn(() -> joinAll(List.of(open), HOUR));
          Greenlet<?> waiting = spawn(() -> waitAny(List.of(open), 1, HOUR));
          TestHub.awaitAllBlocked();
          joining.kill(signal);
          waiting.kill(signal);
          assertThat(joining.exception()).isSameAs(signal);
          assertThat(waiting.exception()).isSameAs(signal);
          open.kill();
        });
  }

  // gevent test__greenlet: test_joinall_exception_order
  @Test
  void joinAllOrThrow_throwsTheEarliest_andTheOthersLiveOn() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      RuntimeException early = new IllegalStateException("early");
      Greenlet<?> a = failing(20, new IllegalStateException("late"));
      Greenlet<?> b = failing(10, early);
      Greenlet<?> c = after(30);
      assertThatThrownBy(() -> joinAllOrThrow(List.of(a, b, c))).isSameAs(early);
      assertThat(hub.elapsed()).isEqualTo(ms(10));
      assertThat(c.ready()).isFalse();
      joinAll(a, c);
      joinAllOrThrow(List.of(c, c));
    });
  }

  @Test
  void joinAllOrThrow_killedOnes_areNoFailure() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<?> killed = after(10);
          killed.kill();
          joinAllOrThrow(List.of(killed, after(20)));
        });
  }

  // --- inCompletionOrder ---

  @Test
  void inCompletionOrder_givesThemAsTheyCome() {
    TestHub.virtual()
        .run(() -> {
          List<Greenlet<Integer>> all = List.of(after(30), after(10), after(20));
          List<Integer> got = new ArrayList<>();
          for (Greenlet<Integer> g : inCompletionOrder(all)) {
            got.add(g.get());
          }
          assertThat(got).containsExactly(10, 20, 30);
          got.clear();
          inCompletionOrder(all).forEach(g -> got.add(g.get()));
          assertThat(got).as("all ready: as they were given").containsExactly(30, 10, 20);
        });
  }

  @Test
  void inCompletionOrder_thingsThatBecomeReadyMeanwhile_areNotLost() {
    TestHub.virtual()
        .run(() -> {
          List<Greenlet<Integer>> all = List.of(after(30), after(10), after(20), after(50));
          List<Integer> got = new ArrayList<>();
          for (Greenlet<Integer> g : inCompletionOrder(all)) {
            got.add(g.get());
            sleep(ms(15));
          }
          assertThat(got).containsExactlyInAnyOrder(10, 20, 30, 50).startsWith(10).endsWith(50);
        });
  }

  // gevent test__iwait: test_iwait_nogarbage
  @Test
  void inCompletionOrder_leftEarly_leavesNoLink() {
    TestHub.virtual()
        .run(() -> {
          Counted first = new Counted();
          Counted second = new Counted();
          spawn(first.event::set);
          for (Counted c : inCompletionOrder(List.of(first, second))) {
            assertThat(c).isSameAs(first);
            break;
          }
          assertThat(second.links).isZero();
          assertThat(first.links).isZero();
        });
  }

  @Test
  void inCompletionOrder_killedWhileWaiting_leavesNoLink() {
    TestHub.virtual()
        .run(() -> {
          Counted thing = new Counted();
          Iterator<Counted> things = inCompletionOrder(List.of(thing)).iterator();
          assertThatThrownBy(() -> withTimeout(MOMENT, things::next))
              .isInstanceOf(TimeoutExpired.class);
          assertThat(thing.links).isZero();
          thing.event.set();
          assertThat(things.next()).isSameAs(thing);
          assertThat(things.hasNext()).isFalse();
          assertThatThrownBy(things::next).isInstanceOf(NoSuchElementException.class);
        });
  }

  // --- waitAny ---

  @Test
  void waitAny_waitsForAsManyAsAsked() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      List<Greenlet<Integer>> all = List.of(after(30), after(10), after(20));
      assertThat(waitAny(all, 0, null)).isEmpty();
      assertThat(waitAny(all, 1, null)).isEqualTo(List.of(all.get(1)));
      assertThat(waitAny(all, 2, HOUR)).isEqualTo(List.of(all.get(1), all.get(2)));
      assertThat(waitAny(all, 3, ms(5))).isEqualTo(List.of(all.get(1), all.get(2)));
      assertThat(hub.elapsed()).isEqualTo(ms(25));
      assertThat(waitAny(all, 99, null)).hasSize(3);
      assertThat(waitAny(all, 3, Duration.ZERO)).hasSize(3);
      assertThat(waitAny(List.<Event>of(), 1, null)).isEmpty();
      assertThatThrownBy(() -> withTimeout(ms(5), () -> waitAny(List.of(new Event()), 1, HOUR)))
          .isInstanceOf(TimeoutExpired.class);
    });
  }

  @Test
  void waitAny_ofMixedThings() {
    TestHub.virtual()
        .run(() -> {
          Event event = new Event();
          AsyncResult<String> result = new AsyncResult<>();
          GreenSemaphore semaphore = new GreenSemaphore(0);
          GreenQueue<String> queue = GreenQueue.unbounded();
          Greenlet<?> greenlet = after(50);
          List<Awaitable> things = List.of(greenlet, event, result, semaphore, queue);
          spawn(() -> {
            queue.put("item");
            sleep(MOMENT);
            semaphore.release();
            sleep(MOMENT);
            result.setException(new IOException("mine"));
            sleep(MOMENT);
            event.set();
            event.clear();
          });
          assertThat(waitAny(things, 5, HOUR))
              .containsExactly(queue, semaphore, result, event, greenlet);
          assertThat(queue.poll()).as("waiting takes nothing").isEqualTo("item");
          assertThat(semaphore.permits()).isOne();
        });
  }

  @Test
  void waitAny_ofReadyThings_doesNotSwitch() {
    TestHub.virtual()
        .run(() -> {
          Event event = new Event();
          event.set();
          Greenlet<?> other = spawn(() -> {});
          assertThat(waitAny(List.of(event), 1, HOUR)).containsExactly(event);
          assertThat(waitAny(List.of(event), 1, null)).containsExactly(event);
          inCompletionOrder(List.of(event)).forEach(e -> assertThat(e).isSameAs(event));
          assertThat(other.started()).isFalse();
        });
  }

  @Test
  void waitAny_itemThatGoesToAWaitingTaker_doesNotMakeTheQueueReady() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> queue = GreenQueue.unbounded();
          Greenlet<String> taker = spawn(queue::take);
          Greenlet<List<GreenQueue<String>>> any = spawn(() -> waitAny(List.of(queue), 1, MOMENT));
          TestHub.awaitAllBlocked();
          queue.put("item");
          assertThat(taker.get()).isEqualTo("item");
          assertThat(any.get()).isEmpty();
        });
  }

  // --- programs ---

  @Test
  void run_onAPlatformThread_returnsWhenItsBodyHasEnded() {
    List<String> trace = new ArrayList<>();
    Greenloom.run(() -> {
      Greenlet<?> child = spawn(() -> trace.add("child"));
      child.join();
      trace.add("main");
    });
    assertThat(trace).containsExactly("child", "main");
    assertThat(Greenloom.<String>call(() -> "value")).isEqualTo("value");
  }

  @Test
  void run_failures_comeOutLikeThoseOfGet() {
    RuntimeException unchecked = new IllegalStateException("mine");
    assertThatThrownBy(() ->
            Greenloom.run(() -> {
              throw unchecked;
            }))
        .isSameAs(unchecked);
    assertThatThrownBy(() ->
            Greenloom.run(() -> {
              throw new IOException("mine");
            }))
        .isInstanceOf(CompletionException.class);
    assertThatThrownBy(() -> Greenloom.run(() -> Greenlet.current().orElseThrow().kill()))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void run_nested_usesTheSameHub() {
    Greenloom.run(() -> {
      Hub hub = Hub.current();
      Greenlet<?> outer = Greenlet.current().orElseThrow();
      Greenlet<?> inner =
          Greenloom.call(() -> {
            assertThat(Hub.current()).isSameAs(hub);
            return Greenlet.current().orElseThrow();
          });
      assertThat((Object) inner).isNotSameAs(outer);
      assertThat(inner.ready()).isTrue();
    });
  }

  @Test
  void platformThread_runsItsGreenletsOnlyWhileItWaits() {
    List<String> trace = new ArrayList<>();
    Greenlet<?> g =
        spawn(() -> {
          trace.add("1");
          yieldNow();
          trace.add("2");
        });
    assertThat(trace).isEmpty();
    yieldNow();
    assertThat(trace).containsExactly("1");
    sleep(Duration.ZERO);
    assertThat(trace).containsExactly("1", "2");
    g.join();
    killAll(List.of(g));
  }
}
