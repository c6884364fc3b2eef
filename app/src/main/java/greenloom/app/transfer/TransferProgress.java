package greenloom.app.transfer;

import greenloom.app.console.Progress;
import greenloom.app.console.Quantities;
import java.time.Duration;

/**
 * How far downloads are.
 *
 * @param done URLs that are done with, whatever became of them
 * @param planned URLs known so far
 * @param failed URLs that could not be fetched
 * @param active exchanges going on
 * @param bytes bytes received
 * @param elapsed since the beginning
 */
public record TransferProgress(
    int done, int planned, int failed, int active, long bytes, Duration elapsed)
    implements Progress {

  @Override
  public double share() {
    return planned == 0 ? 0 : (double) done / planned;
  }

  @Override
  public String figures() {
    return done
        + "/"
        + planned
        + "  "
        + Quantities.bytes(bytes)
        + "  "
        + Quantities.bytes(rate())
        + "/s  "
        + active
        + " open"
        + (failed == 0 ? "" : "  " + failed + " failed");
  }

  @Override
  public String words() {
    return done
        + " of "
        + planned
        + (failed == 0 ? "" : ", " + failed + " failed")
        + ", "
        + Quantities.bytes(bytes)
        + ", "
        + active
        + " open";
  }

  /** Bytes a second since the beginning. */
  private long rate() {
    long millis = elapsed.toMillis();
    return millis == 0 ? 0 : bytes * 1000 / millis;
  }
}
