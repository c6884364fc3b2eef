package greenloom.app.console;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * The streams the program talks through, and what stands at their other end.
 *
 * @param in what {@code -i -} reads
 * @param out data
 * @param err everything else
 * @param outIsTerminal true if a person reads {@code out}
 * @param errIsTerminal true if a person reads {@code err}
 * @param environment the environment variables
 * @param ownsProcess true if signals are the program's to handle
 */
public record Console(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    Map<String, String> environment,
    boolean ownsProcess) {
  private static final int USUAL_COLUMNS = 80;

  /** The process's own streams. */
  public static Console ofProcess() {
    return new Console(
        System.in,
        System.out,
        System.err,
        Terminal.isTerminal(1),
        Terminal.isTerminal(2),
        System.getenv(),
        true);
  }

  /** Streams that no person reads. */
  public static Console of(InputStream in, PrintStream out, PrintStream err) {
    return new Console(in, out, err, false, false, Map.of(), false);
  }

  /** The style for {@link #err}. */
  public Style errStyle(ColourChoice choice) {
    return choice.style(errIsTerminal, environment);
  }

  /** The style for {@link #out}. */
  public Style outStyle(ColourChoice choice) {
    return choice.style(outIsTerminal, environment);
  }

  /** A view that writes to {@link #err}. */
  public ProgressView view(ProgressChoice choice, Style style) {
    return switch (choice) {
      case AUTO -> view(canMoveCursor() ? ProgressChoice.BAR : ProgressChoice.PLAIN, style);
      case BAR -> new BarView(err, style, columns());
      case PLAIN -> new PlainView(err);
      case NONE -> new QuietView(err);
    };
  }

  private boolean canMoveCursor() {
    return errIsTerminal && !"dumb".equals(environment.get("TERM"));
  }

  private int columns() {
    String columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : USUAL_COLUMNS;
  }
}
