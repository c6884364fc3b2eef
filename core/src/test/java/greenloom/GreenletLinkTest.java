package greenloom;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.Hub;
import greenloom.hub.Link;
import greenloom.sync.AsyncResult;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is told of a greenlet's end: links, futures, and the report of a failure nobody takes. */
@ExtendWith(NothingLeft.class)
class GreenletLinkTest {
  private static final Duration HOUR = Duration.ofHours(1);

  // gevent test__order: TestM
  @Test
  void link_thousand_areToldInTheOrderOfAdding() {
    TestHub.virtual()
        .run(() -> {
          List<Integer> told = new ArrayList<>();
          Greenlet<?> g = spawn(() -> {});
          for (int i = 0; i < 1000; i++) {
            int n = i;
            g.link(x -> told.add(n));
          }
          TestHub.awaitAllBlocked();
          assertThat(told).hasSize(1000).isSorted();
        });
  }

  @Test
  void link_runsInAGreenletOfItsOwn_andMayWait() {
    TestHub.virtual()
        .run(() -> {
          List<Object> seen = new ArrayList<>();
          Greenlet<String> g = spawn(() -> "value");
          g.link(x -> {
            sleep(HOUR);
            seen.add(x.get());
            seen.add(Greenlet.current().orElseThrow() != x);
          });
          sleep(HOUR.plusMinutes(1));
          assertThat(seen).containsExactly("value", true);
        });
  }

  // gevent test__greenlet: TestStuff.test_multiple_listeners_error
  @Test
  void link_thatFails_isReported_andTheOthersRun() {
    TestHub.virtual()
        .run(() -> {
          List<String> told = new ArrayList<>();
          List<String> reports = new ArrayList<>();
          Hub.current().onFailure((what, e) -> reports.add(what + ": " + e.getMessage()));
          Greenlet<String> g = spawn(() -> "value");
          for (int i = 0; i < 3; i++) {
            int n = i;
            g.link(x -> {
              told.add("link " + n);
              throw new IllegalStateException("of " + n);
            });
          }
          assertThat(g.get()).isEqualTo("value");
          TestHub.awaitAllBlocked();
          assertThat(told).containsExactly("link 0", "link 1", "link 2");
          assertThat(reports).hasSize(3).allMatch(r -> r.contains("a link of " + g.name()));
          assertThat(g.successful()).isTrue();
        });
  }

  @Test
  void whenReady_thatThrowsAnError_isReported_andLeavesTheOutcome() {
    TestHub.virtual()
        .run(() -> {
          List<Throwable> reports = new ArrayList<>();
          Hub.current().onFailure((what, e) -> reports.add(e));
          Error mine = new AssertionError("mine");
          Greenlet<String> g = spawn(() -> "value");
          g.whenReady(() -> {
            throw mine;
          });
          assertThat(g.get()).isEqualTo("value");
          TestHub.awaitAllBlocked();
          assertThat(reports).containsExactly(mine);
          assertThat(g.successful()).isTrue();
        });
  }

  @Test
  void link_twice_isToldTwice() {
    TestHub.virtual()
        .run(() -> {
          List<Object> told = new ArrayList<>();
          Greenlet<?> g = spawn(() -> {});
          g.link(told::add);
          g.link(told::add);
          TestHub.awaitAllBlocked();
          assertThat(told).containsExactly(g, g);
        });
  }

  @Test
  void link_afterTheEnd_isStillTold_butNotInline() {
    TestHub.virtual()
        .run(() -> {
          List<Object> told = new ArrayList<>();
          Greenlet<?> g = spawn(() -> {});
          g.join();
          g.link(told::add);
          assertThat(told).isEmpty();
          TestHub.awaitAllBlocked();
          assertThat(told).containsExactly(g);
        });
  }

  @Test
  void unlink_beforeTheEnd_isNotTold() {
    TestHub.virtual()
        .run(() -> {
          List<Object> told = new ArrayList<>();
          Greenlet<?> g = spawn(() -> {});
          Link link = g.link(told::add);
          link.unlink();
          link.unlink();
          g.join();
          TestHub.awaitAllBlocked();
          assertThat(told).isEmpty();
        });
  }

  // gevent: unlinking while the links are being told is honoured
  @Test
  void unlink_whileOthersAreTold_isHonoured() {
    TestHub.virtual()
        .run(() -> {
          List<String> told = new ArrayList<>();
          List<Link> second = new ArrayList<>();
          Greenlet<?> g = spawn(() -> {});
          g.link(x -> {
            told.add("first");
            second.getFirst().unlink();
          });
          second.add(g.link(x -> told.add("second")));
          g.link(x -> told.add("third"));
          TestHub.awaitAllBlocked();
          assertThat(told).containsExactly("first", "third");
        });
  }

  // gevent test__greenlet: TestReturn_link_value.test_kill
  @Test
  void linkValueAndLinkException_byOutcome() {
    TestHub.virtual()
        .run(() -> {
          assertThat(toldOf(spawn(() -> "value"))).containsExactly("link", "value");
          Greenlet<?> failing =
              spawn(() -> {
                throw new IllegalStateException("mine");
              });
          assertThat(toldOf(failing)).containsExactly("link", "exception");
          Greenlet<?> killed = spawn(() -> {});
          killed.killSoon();
          assertThat(toldOf(killed)).as("a kill is neither").containsExactly("link");
        });
  }

  private static List<String> toldOf(Greenlet<?> g) {
    List<String> told = new ArrayList<>();
    g.link(x -> told.add("link"));
    g.linkValue(x -> told.add("value"));
    g.linkException(x -> told.add("exception"));
    TestHub.awaitAllBlocked();
    return told;
  }

  // gevent test__greenlet: TestLink.test_link_to_asyncresult
  @Test
  void link_toAsyncResults_deliversToEach() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<String> g = spawn(() -> "value");
          for (int i = 0; i < 3; i++) {
            AsyncResult<String> result = new AsyncResult<>();
            g.link(x -> result.set(x.value()));
            assertThat(result.get(HOUR)).isEqualTo("value");
          }
        });
  }

  // --- futures ---

  @Test
  void toFuture_hasTheSameOutcome() {
    TestHub.virtual()
        .run(() -> {
          assertThat(spawn(() -> "value").toFuture().get()).isEqualTo("value");
          Exception mine = new IOException("mine");
          Greenlet<?> failing =
              spawn(() -> {
                throw mine;
              });
          assertThatThrownBy(failing.toFuture()::join)
              .isInstanceOf(CompletionException.class)
              .cause()
              .isSameAs(mine);
          Greenlet<?> killed = spawn(() -> sleep(HOUR));
          CompletableFuture<?> future = killed.toFuture();
          yieldNow();
          killed.kill();
          assertThat(future).isCancelled();
          assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
        });
  }

  @Test
  void toFuture_cancelled_killsTheGreenlet() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<?> g = spawn(() -> sleep(HOUR));
          CompletableFuture<?> future = g.toFuture();
          yieldNow();
          assertThat(future.cancel(true)).isTrue();
          g.join();
          assertThat(g.killed()).isTrue();
          assertThat(future).isCancelled();
        });
  }

  @Test
  void toFuture_ofEnded_isDone() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<String> g = spawn(() -> "value");
          g.join();
          CompletableFuture<String> future = g.toFuture();
          assertThat(future).isCompletedWithValue("value");
          assertThat(future.cancel(true)).isFalse();
        });
  }
}
