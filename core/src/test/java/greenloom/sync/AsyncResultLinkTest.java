package greenloom.sync;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnLater;
import static greenloom.Greenloom.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.hub.Link;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Results as links of greenlets, and as one end of a {@link CompletionStage}. */
@ExtendWith(NothingLeft.class)
class AsyncResultLinkTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  private final AsyncResult<Object> all = new AsyncResult<>();
  private final AsyncResult<Object> values = new AsyncResult<>();
  private final AsyncResult<Object> failures = new AsyncResult<>();

  private void linkAll(Greenlet<?> g) {
    g.link(all);
    g.linkValue(values);
    g.linkException(failures);
  }

  // gevent test__event: TestAsyncResultAsLinkTarget.test_set
  @Test
  void linkOfAGreenlet_getsItsValue() {
    TestHub.virtual()
        .run(() -> {
          linkAll(spawn(() -> 1));
          assertThat(all.get()).isEqualTo(1);
          assertThat(values.get()).isEqualTo(1);
          assertThat(failures.await(HOUR)).isFalse();
        });
  }

  // gevent test__event: TestAsyncResultAsLinkTarget.test_set_exception
  @Test
  void linkOfAGreenlet_getsItsFailure() {
    TestHub.virtual()
        .run(() -> {
          IOException mine = new IOException("mine");
          linkAll(
              spawn(() -> {
                throw mine;
              }));
          assertThatThrownBy(all::get).isInstanceOf(CompletionException.class).hasCause(mine);
          assertThat(failures.await(HOUR)).isTrue();
          assertThat(failures.exception()).isSameAs(mine);
          assertThat(values.await(HOUR)).isFalse();
        });
  }

  // gevent test__greenlet: TestLink.test_link_to_asyncresult
  @Test
  void linkOfAFinishedGreenlet_isTold_eachTime() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<Integer> g = spawn(() -> 100);
          g.join();
          for (int i = 0; i < 3; i++) {
            AsyncResult<Number> result = new AsyncResult<>();
            g.link(result);
            assertThat(result.get(HOUR)).isEqualTo(100);
          }
        });
  }

  /** In gevent the value of a killed greenlet is its GreenletExit. */
  @Test
  void linkOfAKilledGreenlet_isCancelled() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<String> g = spawn(() -> "never");
          g.link(all);
          g.kill();
          assertThatThrownBy(all::get)
              .isInstanceOf(CancellationException.class)
              .hasMessageContaining(g.name());
        });
  }

  @Test
  void linkOfAnotherResult_takesOver_unlessItHasAnOutcome() {
    TestHub.virtual()
        .run(() -> {
          AsyncResult<String> source = new AsyncResult<>();
          source.link(all);
          source.link(values);
          values.set("mine");
          source.set("value");
          assertThat(all.get()).isEqualTo("value");
          assertThat(values.get()).isEqualTo("mine");
          assertThatThrownBy(() -> failures.accept(new AsyncResult<>()))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("no outcome yet");
        });
  }

  @Test
  void link_thatIsCutBetweenTheOutcomeAndItsTurn_isNotTold() {
    TestHub.virtual()
        .run(() -> {
          List<Object> told = new ArrayList<>();
          Link cut = all.link(told::add);
          all.link(r -> told.add("other"));
          all.set("value");
          cut.unlink();
          TestHub.awaitAllBlocked();
          assertThat(told).containsExactly("other");
        });
  }

  // --- CompletionStage to result ---

  @Test
  void of_aStage_hasItsValue() {
    TestHub.virtual()
        .run(() -> {
          CompletableFuture<Integer> future = new CompletableFuture<>();
          AsyncResult<Number> result = AsyncResult.of(future.thenApply(i -> i + 1));
          Greenlet<Number> waiter = spawn(() -> result.get());
          TestHub.awaitAllBlocked();
          assertThat(waiter.ready()).isFalse();
          future.complete(41);
          assertThat(waiter.get()).isEqualTo(42);
          assertThat(AsyncResult.of(CompletableFuture.completedStage("done")).get())
              .isEqualTo("done");
        });
  }

  @Test
  void of_aStage_hasItsFailure_withoutTheWrapping() {
    TestHub.virtual()
        .run(() -> {
          IOException mine = new IOException("mine");
          CompletableFuture<String> failed = CompletableFuture.failedFuture(mine);
          for (CompletionStage<String> stage : List.of(failed, failed.thenApply(s -> s + "!"))) {
            assertThat(AsyncResult.of(stage).exception()).isSameAs(mine);
          }
          CompletableFuture<String> cancelled = new CompletableFuture<>();
          cancelled.cancel(false);
          for (CompletionStage<String> stage : List.of(cancelled, cancelled.thenApply(s -> "!"))) {
            AsyncResult<String> result = AsyncResult.of(stage);
            assertThatThrownBy(result::get).isInstanceOf(CancellationException.class);
          }
        });
  }

  /** A stage that hands what depends on it to an executor unless it is told which one to take. */
  private static final class Delegating extends CompletableFuture<String> {
    @Override
    public CompletableFuture<String> whenComplete(
        BiConsumer<? super String, ? super Throwable> action) {
      throw new AssertionError("this would take a thread");
    }
  }

  @Test
  void of_aStage_isSetByTheThreadThatCompletesIt() {
    TestHub.virtual()
        .run(() -> {
          Delegating stage = new Delegating();
          AsyncResult<String> result = AsyncResult.of(stage);
          stage.complete("done");
          assertThat(result.value()).isEqualTo("done");
        });
  }

  @Test
  void of_aStage_aKillOrALimitEndsTheWait_andTheStageGoesOn() {
    TestHub.virtual()
        .run(() -> {
          CompletableFuture<String> future = new CompletableFuture<>();
          AsyncResult<String> result = AsyncResult.of(future);
          Greenlet<?> killed = spawn(() -> result.get());
          TestHub.awaitAllBlocked();
          killed.kill();
          assertThat(withTimeout(MOMENT, () -> result.get(), "late")).isEqualTo("late");
          assertThat(future).isNotDone();
          future.complete("value");
          assertThat(result.get()).isEqualTo("value");
        });
  }

  // --- result to CompletableFuture ---

  @Test
  void toCompletableFuture_hasTheOutcome_beforeAndAfter() {
    TestHub.virtual()
        .run(() -> {
          CompletableFuture<Object> before = all.toCompletableFuture();
          CompletableFuture<String> mapped = before.thenApply(v -> v + "!");
          spawnLater(MOMENT, () -> all.set("value"));
          assertThat(mapped.get()).as("a wait of the JDK, which switches").isEqualTo("value!");
          assertThat(all.toCompletableFuture()).isCompletedWithValue("value");
          IOException mine = new IOException("mine");
          failures.setException(mine);
          assertThatThrownBy(() -> failures.toCompletableFuture().join()).hasCause(mine);
        });
  }

  @Test
  void toCompletableFuture_setThere_isSetHere() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<Object> waiter = spawn(() -> all.get());
          TestHub.awaitAllBlocked();
          CompletableFuture<Object> future = all.toCompletableFuture();
          assertThat(future.complete("from there")).isTrue();
          assertThat(waiter.get()).isEqualTo("from there");
          assertThat(all.set("late")).isFalse();
          CompletableFuture<Object> cancelled = failures.toCompletableFuture();
          assertThat(cancelled.cancel(true)).isTrue();
          assertThatThrownBy(failures::get).isInstanceOf(CancellationException.class);
          assertThat(cancelled).isCancelled();
          assertThat(future.cancel(true)).as("it has a value").isFalse();
          assertThat(future.complete("again")).isFalse();
          assertThat(future.completeExceptionally(new IOException("again"))).isFalse();
        });
  }

  @Test
  void bridges_thereAndBack_endTogether() {
    TestHub.virtual()
        .run(() -> {
          AsyncResult<Object> back = AsyncResult.of(all.toCompletableFuture());
          Greenlet<Object> waiter = spawn(() -> back.get());
          sleep(MOMENT);
          all.set("value");
          assertThat(waiter.get()).isEqualTo("value");
          assertThat(back.toCompletableFuture()).isCompletedWithValue("value");
        });
  }
}
