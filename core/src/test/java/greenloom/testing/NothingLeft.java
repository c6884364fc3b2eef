package greenloom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.hub.Hub;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Looks after each test at the hub of the thread that ran it and at the background hub: no green
 * thread, no timer, no failure that nobody waited for, no interrupt. What runs in a {@link TestHub}
 * is looked at by that.
 */
public final class NothingLeft implements BeforeEachCallback, AfterEachCallback {
  private static final int PATIENCE_MILLIS = 5_000;

  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @Override
  public void beforeEach(ExtensionContext context) {
    failures.clear();
    for (Hub hub : hubs()) {
      hub.onFailure((what, e) -> failures.add(new AssertionError(what + " failed", e)));
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    Hub.current().awaitAllBlocked();
    awaitEmpty(Hub.background());
    for (Hub hub : hubs()) {
      assertThat(hub.threads()).as(hub::dump).isEmpty();
      assertThat(hub.stats().watchers()).as("watchers of " + hub).isZero();
      assertThat(hub.stats().timers()).as("timers of " + hub).isZero();
    }
    assertThat(interrupted).as("interrupt status").isFalse();
    if (!failures.isEmpty()) {
      AssertionError unseen = new AssertionError("failures that nobody waited for");
      failures.forEach(unseen::addSuppressed);
      throw unseen;
    }
  }

  private static List<Hub> hubs() {
    return List.of(Hub.current(), Hub.background());
  }

  /** It runs on another thread, which may need a moment. */
  private static void awaitEmpty(Hub hub) throws InterruptedException {
    for (int ms = 0; ms < PATIENCE_MILLIS; ms++) {
      if (hub.threads().isEmpty() && hub.stats().timers() == 0) {
        return;
      }
      Thread.sleep(1);
    }
  }
}
