package greenloom;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.TimeoutExpired;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pace of permits, and who gets them. */
@ExtendWith(NothingLeft.class)
class RateLimiterTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestHub hub = TestHub.virtual();

  @Test
  void acquire_evenPace_theFirstAtOnce() {
    hub.run(() -> {
      RateLimiter limiter = new RateLimiter(4);
      List<Long> times = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        limiter.acquire();
        times.add(hub.elapsed().toMillis());
      }
      assertThat(times).containsExactly(0L, 250L, 500L, 750L, 1000L);
    });
  }

  @Test
  void acquire_afterAPause_noMoreThanTheBurst() {
    hub.run(() -> {
      RateLimiter limiter = new RateLimiter(1, 3);
      sleep(Duration.ofHours(1));
      for (int i = 0; i < 5; i++) {
        limiter.acquire();
      }
      assertThat(hub.elapsed()).isEqualTo(Duration.ofHours(1).plusSeconds(2));
    });
  }

  @Test
  void acquire_several_inTheOrderTheyCame() {
    hub.run(() -> {
      RateLimiter limiter = new RateLimiter(1);
      List<String> trace = new ArrayList<>();
      List<Greenlet<?>> all = new ArrayList<>();
      for (String name : List.of("a", "b", "c")) {
        all.add(
            spawn(() -> {
              limiter.acquire();
              trace.add(name + hub.elapsed().toSeconds());
            }));
      }
      Greenloom.joinAll(all);
      assertThat(trace).containsExactly("a0", "b1", "c2");
    });
  }

  @Test
  void acquire_killedInLine_leavesThePermitToTheNext() {
    hub.run(() -> {
      RateLimiter limiter = new RateLimiter(1);
      limiter.acquire();
      Greenlet<?> first = spawn(limiter::acquire);
      Greenlet<?> second = spawn(limiter::acquire);
      sleep(Duration.ofMillis(500));
      first.kill();
      second.get();
      assertThat(hub.elapsed()).isEqualTo(SECOND);
    });
  }

  @Test
  void acquire_foreignLimit_passesThrough_andTakesNothing() {
    hub.run(() -> {
      RateLimiter limiter = new RateLimiter(1);
      limiter.acquire();
      assertThatThrownBy(() -> withTimeout(Duration.ofMillis(100), () -> limiter.acquire()))
          .isInstanceOf(TimeoutExpired.class);
      limiter.acquire();
      assertThat(hub.elapsed()).isEqualTo(SECOND);
    });
  }

  @Test
  void tryAcquire_needsNoWaiting() {
    hub.run(() -> {
      RateLimiter limiter = new RateLimiter(1);
      assertThat(limiter.tryAcquire()).isTrue();
      assertThat(limiter.tryAcquire()).isFalse();
      sleep(SECOND);
      assertThat(limiter.tryAcquire()).isTrue();
      assertThat(hub.elapsed()).isEqualTo(SECOND);
    });
  }

  @Test
  void tryAcquire_limit_waitsOnlyIfItCanHelp() {
    hub.run(() -> {
      RateLimiter limiter = new RateLimiter(1);
      limiter.acquire();
      assertThat(limiter.tryAcquire(Duration.ofMillis(999))).isFalse();
      assertThat(hub.elapsed()).isEqualTo(Duration.ZERO);
      assertThat(limiter.tryAcquire(SECOND)).isTrue();
      assertThat(hub.elapsed()).isEqualTo(SECOND);
    });
  }

  @Test
  void made_withoutSense_isRefused() {
    assertThatThrownBy(() -> new RateLimiter(0))
        .hasMessage("a rate limiter needs more than 0 permits a second, not 0.0");
    assertThatThrownBy(() -> new RateLimiter(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new RateLimiter(1, 0)).hasMessageContaining("burst");
  }
}
