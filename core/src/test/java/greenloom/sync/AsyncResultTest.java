package greenloom.sync;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class AsyncResultTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  @Test
  void set_isSeenByAllWhoWait() {
    TestHub.virtual()
        .run(() -> {
          AsyncResult<String> result = new AsyncResult<>();
          List<Greenlet<String>> waiters = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            waiters.add(spawn(() -> result.get()));
          }
          assertFlags(result, false, false, null, null);
          TestHub.awaitAllBlocked();
          assertThat(result).hasToString("AsyncResult[10 waiting]");
          assertThat(result.set("value")).isTrue();
          assertFlags(result, true, true, "value", null);
          assertThat(waiters).allMatch(w -> w.get().equals("value"));
          assertThat(result.get()).isEqualTo("value");
        });
  }

  private static void assertFlags(
      AsyncResult<?> r, boolean ready, boolean successful, Object value, Throwable exception) {
    assertThat(r.ready()).isEqualTo(ready);
    assertThat(r.successful()).isEqualTo(successful);
    assertThat((Object) r.value()).isEqualTo(value);
    assertThat(r.exception()).isSameAs(exception);
  }

  @Test
  void set_twice_theFirstCounts() {
    TestHub.virtual()
        .run(() -> {
          AsyncResult<String> value = new AsyncResult<>();
          assertThat(value.set("first")).isTrue();
          assertThat(value.set("second")).isFalse();
          assertThat(value.setException(new IOException("third"))).isFalse();
          assertFlags(value, true, true, "first", null);
          AsyncResult<String> failure = new AsyncResult<>();
          Exception mine = new IOException("mine");
          assertThat(failure.setException(mine)).isTrue();
          assertThat(failure.set("late")).isFalse();
          assertFlags(failure, true, false, null, mine);
        });
  }

  @Test
  void set_null_isAValue_andNoFailureIsNot() {
    TestHub.virtual()
        .run(() -> {
          AsyncResult<String> result = new AsyncResult<>();
          assertThatThrownBy(() -> result.setException(null))
              .isInstanceOf(NullPointerException.class);
          assertThat(result.ready()).isFalse();
          result.set(null);
          assertThat(result.get()).isNull();
          assertFlags(result, true, true, null, null);
        });
  }

  @Test
  void get_ofAFailure() {
    TestHub.virtual()
        .run(() -> {
          for (Throwable unchecked : List.of(new IllegalStateException("a"), new Error("b"))) {
            AsyncResult<String> result = new AsyncResult<>();
            result.setException(unchecked);
            assertThatThrownBy(result::get).isSameAs(unchecked);
            assertThatThrownBy(() -> result.get(HOUR)).isSameAs(unchecked);
            result.await();
            assertThat(result.await(HOUR)).isTrue();
          }
          AsyncResult<String> checked = new AsyncResult<>();
          Exception mine = new IOException("mine");
          checked.setException(mine);
          assertThatThrownBy(checked::get).isInstanceOf(CompletionException.class).hasCause(mine);
        });
  }

  @Test
  void get_withALimit_expires() {
    TestHub.virtual()
        .run(() -> {
          AsyncResult<String> result = new AsyncResult<>();
          assertThatThrownBy(() -> result.get(MOMENT)).isInstanceOf(TimeoutExpired.class);
          assertThat(result.await(MOMENT)).isFalse();
          result.set("value");
          assertThat(result.get(Duration.ZERO)).isEqualTo("value");
        });
  }

  @Test
  void link_isToldOnce_inAThreadOfItsOwn() {
    TestHub.virtual()
        .run(() -> {
          List<Object> told = new ArrayList<>();
          AsyncResult<String> result = new AsyncResult<>();
          result.link(r -> {
            sleep(MOMENT);
            told.add(r.value());
          });
          result.link(told::add).unlink();
          result.set("value");
          result.set("again");
          result.link(r -> told.add("late"));
          assertThat(told).isEmpty();
          sleep(HOUR);
          assertThat(told).containsExactly("late", "value");
        });
  }

  @Test
  void link_thatFails_isReported() {
    TestHub.virtual()
        .run(() -> {
          List<String> reports = new ArrayList<>();
          Hub.current().onFailure((what, e) -> reports.add(what + ": " + e.getMessage()));
          AsyncResult<String> result = new AsyncResult<>();
          result.link(r -> {
            throw new IllegalStateException("mine");
          });
          result.link(r -> reports.add("next"));
          result.set("value");
          TestHub.awaitAllBlocked();
          assertThat(reports).containsExactly("a link of AsyncResult[set]: mine", "next");
        });
  }
}
