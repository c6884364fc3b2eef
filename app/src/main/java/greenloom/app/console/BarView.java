package greenloom.app.console;

import java.io.PrintStream;
import java.util.Locale;

/** One line at the bottom of a terminal that is drawn over and over. */
final class BarView implements ProgressView {
  private static final int LONGEST_BAR = 30;
  private static final String START_OF_EMPTY_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final Style style;
  private final int width;
  private String phase = "";
  private String shown = "";

  /**
   * A bar that leaves the last of {@code columns} columns free, so that the terminal does not wrap.
   */
  BarView(PrintStream out, Style style, int columns) {
    this.out = out;
    this.style = style;
    this.width = columns - 1;
  }

  @Override
  public void begin(String name) {
    phase = name.isEmpty() ? "" : name + " ";
  }

  @Override
  public void show(Progress progress) {
    draw(text(progress));
  }

  @Override
  public void line(String text) {
    out.print((shown.isEmpty() ? "" : START_OF_EMPTY_LINE) + text + System.lineSeparator() + shown);
    out.flush();
  }

  @Override
  public void close() {
    if (!shown.isEmpty()) {
      draw("");
    }
  }

  private void draw(String text) {
    if (!text.equals(shown)) {
      shown = text;
      out.print(START_OF_EMPTY_LINE + text);
      out.flush();
    }
  }

  private String text(Progress p) {
    String figures = figures(p);
    int room = Math.min(LONGEST_BAR, width - phase.length() - figures.length() - 3);
    if (room < 5) {
      String text = phase + figures;
      return text.substring(0, Math.min(width, text.length()));
    }
    return phase + "[" + style.good(bar(p, room)) + "] " + figures;
  }

  private static String bar(Progress p, int room) {
    int full = Math.clamp((long) (room * p.share()), 0, room);
    String head = full == room ? "" : ">";
    return "=".repeat(full) + head + " ".repeat(room - full - head.length());
  }

  private static String figures(Progress p) {
    long seconds = p.elapsed().toSeconds();
    return String.format(Locale.ROOT, "%s  %d:%02d", p.figures(), seconds / 60, seconds % 60);
  }
}
