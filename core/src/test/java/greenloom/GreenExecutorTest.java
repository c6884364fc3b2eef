package greenloom;

import static greenloom.Greenloom.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.GreenThread;
import greenloom.hub.Hub;
import greenloom.sync.Event;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A hub as an executor service: the JDK's rules, in greenlets. */
@ExtendWith(NothingLeft.class)
class GreenExecutorTest {
  private final TestHub hub = TestHub.virtual();
  private final List<String> trace = new ArrayList<>();

  private interface Body {
    void run(GreenExecutor executor) throws Exception;
  }

  private void with(Body body) {
    hub.run(() -> {
      try (GreenExecutor executor = GreenExecutor.on(Hub.current())) {
        body.run(executor);
      }
    });
  }

  private void tick() {
    trace.add("" + hub.elapsed().toSeconds());
  }

  @Test
  void submit_runsInAGreenlet_whoseWaitsSwitch() {
    with(executor -> {
      Event both = new Event();
      Future<GreenThread> first =
          executor.submit(() -> {
            both.await();
            return GreenThread.current();
          });
      Future<GreenThread> second =
          executor.submit(() -> {
            both.set();
            return GreenThread.current();
          });
      assertThat(first.get()).isNotSameAs(second.get());
    });
  }

  @Test
  void invokeAll_runsAll_inOrder() {
    with(executor -> {
      List<Callable<Integer>> tasks = List.of(() -> 1, () -> 2);
      assertThat(executor.invokeAll(tasks)).extracting(Future::resultNow).containsExactly(1, 2);
    });
  }

  @Test
  void schedule_runsLater_inOrder() {
    with(executor -> {
      ScheduledFuture<?> second = executor.schedule(this::tick, 2, TimeUnit.SECONDS);
      ScheduledFuture<String> first = executor.schedule(() -> "one", 1, TimeUnit.SECONDS);
      assertThat(first.compareTo(second)).isNegative();
      assertThat(second.getDelay(TimeUnit.SECONDS)).isEqualTo(2);
      assertThat(first.get()).isEqualTo("one");
      second.get();
      assertThat(trace).containsExactly("2");
    });
  }

  @Test
  void schedule_cancelledBefore_neverRuns() {
    with(executor -> {
      ScheduledFuture<?> later = executor.schedule(this::tick, 1, TimeUnit.SECONDS);
      assertThat(later.cancel(false)).isTrue();
      sleep(Duration.ofSeconds(2));
      assertThat(trace).isEmpty();
      assertThatThrownBy(later::get).isInstanceOf(CancellationException.class);
    });
  }

  @Test
  void schedule_cancelledWhileItRuns_withoutInterrupt_runsOn() {
    with(executor -> {
      ScheduledFuture<?> later =
          executor.schedule(
              () -> {
                sleep(Duration.ofSeconds(1));
                tick();
              },
              1,
              TimeUnit.SECONDS);
      sleep(Duration.ofMillis(1500));
      later.cancel(false);
      sleep(Duration.ofSeconds(1));
      assertThat(trace).containsExactly("2");
    });
  }

  @Test
  void fixedRate_keepsUp_withoutABesideItself() {
    with(executor -> {
      ScheduledFuture<?> ticks =
          executor.scheduleAtFixedRate(
              () -> {
                tick();
                sleep(Duration.ofSeconds(trace.size() == 1 ? 5 : 0));
              },
              1,
              2,
              TimeUnit.SECONDS);
      sleep(Duration.ofMillis(8500));
      ticks.cancel(true);
      assertThat(trace).containsExactly("1", "6", "6", "7");
    });
  }

  @Test
  void fixedDelay_countsFromTheEnd() {
    with(executor -> {
      ScheduledFuture<?> ticks =
          executor.scheduleWithFixedDelay(
              () -> {
                tick();
                sleep(Duration.ofSeconds(3));
              },
              0,
              2,
              TimeUnit.SECONDS);
      sleep(Duration.ofSeconds(12));
      ticks.cancel(true);
      assertThat(trace).containsExactly("0", "5", "10");
    });
  }

  @Test
  void repeated_failure_endsIt_andIsToldByGet() {
    with(executor -> {
      ScheduledFuture<?> ticks =
          executor.scheduleAtFixedRate(
              () -> {
                tick();
                throw new IllegalStateException("broken");
              },
              1,
              1,
              TimeUnit.SECONDS);
      assertThatThrownBy(ticks::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IllegalStateException.class);
      sleep(Duration.ofSeconds(3));
      assertThat(trace).hasSize(1);
    });
  }

  @Test
  void shutdown_letsRunWhatWasSubmitted_andTakesNothingNew() {
    with(executor -> {
      executor.schedule(this::tick, 3, TimeUnit.SECONDS);
      executor.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
      sleep(Duration.ofMillis(1500));
      executor.shutdown();
      assertThatThrownBy(() -> executor.execute(this::tick))
          .isInstanceOf(RejectedExecutionException.class)
          .hasMessageContaining("shut down] takes no more tasks");
      assertThat(executor.awaitTermination(1, TimeUnit.SECONDS)).isFalse();
      assertThat(executor.awaitTermination(1, TimeUnit.HOURS)).isTrue();
      assertThat(executor.isTerminated()).isTrue();
      assertThat(trace).containsExactly("1", "3");
    });
  }

  @Test
  void shutdownNow_killsWhatRuns_andReturnsWhatHasNotBegun() {
    with(executor -> {
      Event begun = new Event();
      Future<?> running =
          executor.submit(() -> {
            begun.set();
            sleep(Duration.ofHours(1));
          });
      begun.await();
      executor.schedule(this::tick, 1, TimeUnit.SECONDS);
      executor.execute(this::tick);
      assertThat(executor.shutdownNow()).hasSize(2);
      assertThat(executor.awaitTermination(1, TimeUnit.SECONDS)).isTrue();
      assertThat(running).isDone();
      assertThat(trace).isEmpty();
      assertThat(hub.elapsed()).isEqualTo(Duration.ZERO);
    });
  }
}
