package greenloom.app;

import greenloom.app.console.Quantities;
import greenloom.app.transfer.Outcome;
import greenloom.app.transfer.Tally;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a fetch brought, beyond the counts of its {@link Tally}. */
final class FetchReport {
  private final long begin = System.nanoTime();
  private final List<Outcome.Failed> failures = new ArrayList<>();
  private long bytes;
  private Duration elapsed = Duration.ZERO;

  void add(Outcome outcome) {
    switch (outcome) {
      case Outcome.Saved saved -> bytes += saved.bytes();
      case Outcome.Failed failed -> failures.add(failed);
      case Outcome.Skipped _ -> {}
    }
  }

  void end() {
    elapsed = Duration.ofNanos(System.nanoTime() - begin);
  }

  long bytes() {
    return bytes;
  }

  Duration elapsed() {
    return elapsed;
  }

  void print(PrintStream out, Tally tally, int threadsPeak) {
    JsonSummary.print(
        out,
        json -> {
          json.writeNumberProperty("files", tally.saved());
          json.writeNumberProperty("bytes", bytes);
          json.writeNumberProperty("failed", tally.failed());
          json.writeNumberProperty("skipped", tally.skipped());
          json.writeNumberProperty("seconds", Quantities.toSeconds(elapsed));
          json.writeNumberProperty("greenlets_peak", tally.greenletsPeak());
          json.writeNumberProperty("threads_peak", threadsPeak);
          json.writeArrayPropertyStart("failures");
          for (Outcome.Failed failed : failures) {
            json.writeStartObject();
            json.writeStringProperty("url", failed.url());
            json.writeStringProperty("reason", failed.failure().reason());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
