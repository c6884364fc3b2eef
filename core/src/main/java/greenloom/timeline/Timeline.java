package greenloom.timeline;

import greenloom.hub.Recording;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Writes recordings as files that show them.
 *
 * <pre>{@code
 * try (Recording recording = Hub.current().record()) {
 *   work();
 *   recording.stop();
 *   Timeline.write(recording, Path.of("run.html"));
 * }
 * }</pre>
 *
 * <p>Files are written by the calling thread, which holds its hub meanwhile.
 */
public final class Timeline {
  private Timeline() {}

  /**
   * Writes {@code recording} as the ending of {@code file} says: {@code .html} as {@link
   * #writePage}, {@code .json} as {@link #writeTrace}.
   *
   * @throws IllegalArgumentException for another ending
   */
  public static void write(Recording recording, Path file) throws IOException {
    if (isPage(file)) {
      writePage(recording, file);
    } else {
      writeTrace(recording, file);
    }
  }

  /**
   * Returns whether {@code file} would be a page, by its ending, and not a trace.
   *
   * @throws IllegalArgumentException for an ending that is neither
   */
  public static boolean isPage(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".html") && !name.endsWith(".json")) {
      throw new IllegalArgumentException(
          file + " ends neither in .html, for a page, nor in .json, for a trace");
    }
    return name.endsWith(".html");
  }

  /**
   * Writes one page of HTML that needs nothing else: a bar for each greenlet, what it did and what
   * it waited for, under a time axis that can be zoomed.
   */
  public static void writePage(Recording recording, Path file) throws IOException {
    write(file, out -> Page.write(recording, out));
  }

  /**
   * Writes the trace-event format of Chrome, which Perfetto and {@code chrome://tracing} open: the
   * hub is the process, each greenlet a thread of it, arrows lead from who spawned to the spawned.
   */
  public static void writeTrace(Recording recording, Path file) throws IOException {
    write(file, out -> ChromeTrace.write(recording, out));
  }

  private static void write(Path file, Consumer<Appendable> content) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      content.accept(out);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
