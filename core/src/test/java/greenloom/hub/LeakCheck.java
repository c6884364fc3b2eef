package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Looks after each test whether it has left anything: green threads on the hubs it made here, or
 * failures that nobody waited for.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<Hub> hubs = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private Thread.UncaughtExceptionHandler former;

  /** Starts a hub that is closed after the test, and on which nobody may be left by then. */
  public Hub start(String name) {
    return watch(Hub.setup(name).daemon().start());
  }

  /** Looks at {@code hub}, too. */
  public Hub watch(Hub hub) {
    hubs.add(hub);
    hub.onFailure((what, e) -> failures.add(what + ": " + e));
    return hub;
  }

  /** The failures so far, which are then forgotten. */
  public List<String> takeFailures() {
    List<String> taken = List.copyOf(failures);
    failures.clear();
    return taken;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    former = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (t, e) -> failures.add("uncaught in " + t.getName() + ": " + e));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    try {
      for (Hub hub : hubs) {
        if (!hub.closed()) {
          assertNobodyLeft(hub);
          hub.close();
        }
        assertThat(hub.threads()).as("left on %s", hub).isEmpty();
      }
      assertThat(failures).as("failures nobody waited for").isEmpty();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(former);
    }
  }

  /** Those that are about to end may do so. */
  private static void assertNobodyLeft(Hub hub) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (busy(hub) && System.nanoTime() - until < 0) {
      Thread.onSpinWait();
    }
    if (busy(hub)) {
      throw new AssertionError("left when the test ended:\n" + hub.dump());
    }
  }

  private static boolean busy(Hub hub) {
    HubStats stats = hub.stats();
    return !hub.threads().isEmpty() || stats.ready() > 0 || stats.watchers() > 0;
  }
}
