package greenloom.app;

import greenloom.app.load.LoadPlan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How much load, and for how long. */
final class LoadOptions {
  private static final Duration USUAL_DURATION = Duration.ofSeconds(10);

  @Option(
      names = {"-c", "--connections"},
      paramLabel = "N",
      defaultValue = "50",
      converter = CountConverter.FromOne.class,
      description = "So many connections at the same time (default: 50).")
  private int connections;

  @Option(
      names = {"-d", "--duration"},
      paramLabel = "D",
      converter = DurationConverter.class,
      description =
          "Begin requests for so long: 1m30s, 2s, 500ms (default: 10s, unless -n is given).")
  private @Nullable Duration duration;

  @Option(
      names = {"-n", "--requests"},
      paramLabel = "N",
      converter = CountConverter.FromOne.class,
      description = "Begin so many requests in all.")
  private @Nullable Integer requests;

  @Option(
      names = {"-r", "--rate"},
      paramLabel = "R",
      converter = RateConverter.class,
      description =
          "Begin so many requests a second, whatever becomes of the others, and measure each from"
              + " when it should have begun (default: as fast as the answers come).")
  private @Nullable Double rate;

  @Option(
      names = "--warm-up",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "Do the same for so long before it counts.")
  private @Nullable Duration warmUp;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "Give up on a request that takes longer, connecting included (default: 10s).")
  private Duration timeout = Duration.ofSeconds(10);

  @Option(
      names = "--hubs",
      paramLabel = "N",
      defaultValue = "1",
      converter = CountConverter.FromOne.class,
      description =
          "Share the connections among so many hubs, each of which can use a processor (default:"
              + " 1).")
  private int hubs;

  /** The whole of it. */
  LoadPlan plan() {
    return new LoadPlan(
        requests == null ? connections : Math.min(connections, requests),
        duration == null && requests == null ? USUAL_DURATION : duration,
        requests == null ? Long.MAX_VALUE : requests,
        rate == null ? 0 : rate,
        warmUp == null ? Duration.ZERO : warmUp,
        timeout,
        hubs);
  }

  /** Reads rates such as {@code 1000}, {@code 0.5} or {@code 1000/s}. */
  static final class RateConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      String number = text.replaceFirst("/s$", "");
      if (!number.matches("\\d{1,7}(\\.\\d{1,6})?") || Double.parseDouble(number) == 0) {
        throw new TypeConversionException("'" + text + "' is no rate such as 1000 or 0.5");
      }
      return Double.valueOf(number);
    }
  }
}
