package greenloom.stress;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;

/** The text that says what a long run did, on what, and what came of it; a file in the end. */
public final class ReportFile {
  private final String commit;
  private final String loadBefore = load();
  private final StringBuilder text = new StringBuilder();

  /** Made before the run, of what {@code commit} names. */
  public ReportFile(String commit) {
    this.commit = commit;
  }

  private static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return String.format(Locale.ROOT, "%.2f", load);
  }

  /** Returns the date of today, as the names of files begin. */
  public static String today() {
    return LocalDate.now(ZoneId.systemDefault()).toString();
  }

  /** Begins it anew, with a title. */
  public ReportFile begin(String title) {
    text.setLength(0);
    return line("# " + title + "\n");
  }

  /** Adds a line. */
  public ReportFile line(String line) {
    text.append(line).append('\n');
    return this;
  }

  /** Adds a line with numbers in it. */
  @SuppressWarnings("AnnotateFormatMethod") // its annotation is no dependency of ours
  public ReportFile line(String format, Object... numbers) {
    return line(String.format(Locale.ROOT, format, numbers));
  }

  /** Adds what it ran on. */
  public ReportFile machine() {
    line(
        "- Machine: %d processors, %s %s (%s); load %s before, %s after, this run included",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"),
        loadBefore,
        load());
    line("- JVM: " + System.getProperty("java.vendor") + " JDK " + Runtime.version());
    return line("- Greenloom: commit " + commit);
  }

  /** Adds what is wrong, if anything is. */
  public ReportFile findings(Findings findings) {
    if (findings.any()) {
      line("\n## What is wrong\n\n```text");
      findings.all().forEach(this::line);
      line("```");
    }
    return this;
  }

  /**
   * Writes it into a folder, as {@code name} with an ending, and with a number if that is not free;
   * returns where.
   */
  public Path write(Path folder, String name) throws IOException {
    Path aside = Files.createTempFile(folder, "." + name, ".part");
    try {
      Files.writeString(aside, text);
      for (int i = 1; ; i++) {
        Path file = folder.resolve(name + (i == 1 ? "" : "-" + i) + ".md");
        try {
          return Files.createLink(file, aside); // unlike a move, never in the place of another
        } catch (FileAlreadyExistsException e) {
          // one more
        }
      }
    } finally {
      Files.delete(aside);
    }
  }
}
