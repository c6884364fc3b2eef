package greenloom.app.load;

import greenloom.app.console.Progress;
import greenloom.app.console.Quantities;
import java.time.Duration;
import java.util.Locale;

/**
 * How far a load is.
 *
 * @param share of its time or its requests, from 0 to 1
 * @param requests done so far, well or badly
 * @param failed of them
 * @param rate requests in the last second
 * @param byteRate bytes received in the last second
 * @param open connections
 * @param elapsed since the beginning
 */
public record LoadProgress(
    double share, long requests, long failed, long rate, long byteRate, long open, Duration elapsed)
    implements Progress {

  @Override
  public String figures() {
    return String.format(
        Locale.ROOT,
        "%,d requests  %,d/s  %s/s  %,d open%s",
        requests,
        rate,
        Quantities.bytes(byteRate),
        open,
        failed == 0 ? "" : String.format(Locale.ROOT, "  %,d failed", failed));
  }

  @Override
  public String words() {
    return String.format(
        Locale.ROOT,
        "%,d requests%s, %,d/s, %s/s, %,d open",
        requests,
        failed == 0 ? "" : String.format(Locale.ROOT, ", %,d failed", failed),
        rate,
        Quantities.bytes(byteRate),
        open);
  }
}
