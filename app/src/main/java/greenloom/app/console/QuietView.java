package greenloom.app.console;

import java.io.PrintStream;

/** No progress, only the lines that must be seen. */
final class QuietView implements ProgressView {
  private final PrintStream out;

  QuietView(PrintStream out) {
    this.out = out;
  }

  @Override
  public void begin(String phase) {}

  @Override
  public void show(Progress progress) {}

  @Override
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  @Override
  public void close() {}
}
