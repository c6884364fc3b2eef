package greenloom.app.load;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much load, and for how long. At least one of {@code duration} and {@code requests} is given.
 *
 * @param connections how many there are at the same time
 * @param duration how long requests are begun; null: until there were enough
 * @param requests how many are begun; {@link Long#MAX_VALUE}: as many as the time allows
 * @param rate how many are begun in a second, on all connections together; 0: each connection
 *     begins the next one when the last one is answered
 * @param warmUp how long the same is done before it counts
 * @param timeout the longest time from the beginning of an exchange, connecting included, to its
 *     end
 * @param hubs how many hubs share the connections
 */
public record LoadPlan(
    int connections,
    @Nullable Duration duration,
    long requests,
    double rate,
    Duration warmUp,
    Duration timeout,
    int hubs) {

  /** Whether requests begin at fixed times, whatever the answers do. */
  public boolean hasRate() {
    return rate > 0;
  }
}
