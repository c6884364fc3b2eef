package greenloom.app;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How things are fetched: the options that fetch and crawl share. */
final class TransferOptions {
  private static final int USUAL_CONCURRENCY = 64;
  private static final int USUAL_PER_HOST = 6;

  @Option(
      names = {"-c", "--concurrency"},
      paramLabel = "N",
      converter = CountConverter.FromOne.class,
      description = "At most this many requests at once (default: " + USUAL_CONCURRENCY + ").")
  private @Nullable Integer concurrency;

  @Option(
      names = "--per-host",
      paramLabel = "N",
      converter = CountConverter.FromOne.class,
      description =
          "At most this many requests at once with one host (default: " + USUAL_PER_HOST + ").")
  private @Nullable Integer perHost;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      defaultValue = "5m",
      converter = DurationConverter.class,
      description =
          "Give up on one URL after this time, retries included and time in line excluded: 1m30s,"
              + " 2s, 500ms (default: 5m). A server that is silent for 20 s is given up in any"
              + " case.")
  Duration timeout = Duration.ofMinutes(5);

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "3",
      converter = CountConverter.FromZero.class,
      description =
          "Try again so often when a connection breaks or the server is busy (408, 429, 5xx), after"
              + " growing pauses or the time the server asks for; all pauses of one URL together"
              + " take at most 3 s for each retry allowed (default: 3 retries).")
  int retries;

  @Option(
      names = "--user-agent",
      paramLabel = "TEXT",
      converter = HeaderConverter.class,
      description = "What to call oneself (default: greenloom/VERSION).")
  String userAgent = "greenloom/" + Version.number();

  int concurrency() {
    return concurrency == null ? USUAL_CONCURRENCY : concurrency;
  }

  int perHost() {
    return perHost == null ? USUAL_PER_HOST : perHost;
  }

  /**
   * For a site that may be asked for more at once: another default, the same for a host as for all.
   */
  void presume(int concurrencyByDefault) {
    if (concurrency == null) {
      concurrency = concurrencyByDefault;
    }
    if (perHost == null) {
      perHost = concurrency;
    }
  }
}
