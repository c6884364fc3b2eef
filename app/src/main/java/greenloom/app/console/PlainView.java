package greenloom.app.console;

import java.io.PrintStream;
import java.time.Duration;

/** A line now and then, for logs and pipes. */
final class PlainView implements ProgressView {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final PrintStream out;
  private Duration last = Duration.ZERO;
  private String phase = "";

  PlainView(PrintStream out) {
    this.out = out;
  }

  @Override
  public void begin(String name) {
    phase = name.isEmpty() ? "" : name + ": ";
    last = Duration.ZERO;
    if (!name.isEmpty()) {
      line(name + " ...");
    }
  }

  @Override
  public void show(Progress p) {
    if (p.elapsed().minus(last).compareTo(BETWEEN_LINES) < 0) {
      return;
    }
    last = p.elapsed();
    line(phase + p.words() + " after " + p.elapsed().toSeconds() + " s");
  }

  @Override
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  @Override
  public void close() {}
}
