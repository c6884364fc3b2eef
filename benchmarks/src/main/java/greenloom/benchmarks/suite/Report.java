package greenloom.benchmarks.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.annotations.Fork;

/** The file that says what was measured, on what, and how. */
final class Report {
  private static final String HEAD =
      """

      A line tells the median of all measurements of a rival, the least and the most of them, and
      how the median compares with that of the rival in the last column. Those in Python are five
      in one process, but one where a million is in it.
      """;

  private final String date;
  private final List<String> facts;
  private final Values values;
  private final StringBuilder text = new StringBuilder();

  Report(String date, List<String> facts, Values values) {
    this.date = date;
    this.facts = facts;
    this.values = values;
  }

  /** Returns the whole file. */
  String text(List<Subject> subjects) {
    text.setLength(0);
    text.append("# ").append(date).append("\n\n");
    facts.forEach(fact -> text.append("- ").append(fact).append('\n'));
    values.missing().forEach(who -> text.append("- Not measured: ").append(who).append('\n'));
    values
        .failures()
        .forEach((of, why) -> text.append("- **Failed**: " + of + ": " + why).append('\n'));
    text.append(HEAD);
    subjects.forEach(this::table);
    return text.toString();
  }

  /** Writes the whole file into a folder under a name that is free there; returns where. */
  Path write(Path folder, List<Subject> subjects) throws IOException {
    return ResultFile.write(folder, date, text(subjects));
  }

  private void table(Subject subject) {
    List<String> rivals = rows(subject);
    if (rivals.isEmpty()) {
      return;
    }
    String name = subject.name().charAt(0) + subject.word().substring(1);
    text.append("\n## ").append(name).append("\n\n");
    text.append(subject.title()).append(".\n").append(how(subject)).append("\n\n");
    String column = subject.parameter().isEmpty() ? "" : " " + subject.parameter() + " |";
    text.append("| rival |" + column + " median | min–max | to " + subject.base() + " |\n");
    text.append("|---|" + (column.isEmpty() ? "" : "--:|") + "--:|--:|--:|\n");
    for (String variant : subject.variants()) {
      double base = median(new Measurement(subject, variant, subject.base()));
      for (String rival : rivals) {
        row(new Measurement(subject, variant, rival), base);
      }
    }
  }

  private List<String> rows(Subject subject) {
    List<String> rivals = new ArrayList<>();
    for (Measurement of : values.measurements()) {
      if (of.subject() == subject && !rivals.contains(of.rival())) {
        rivals.add(of.rival());
      }
    }
    return rivals;
  }

  private static String how(Subject subject) {
    Effort effort = subject.effort();
    String flags = String.join(" ", subject.benchmark().getAnnotation(Fork.class).jvmArgsAppend());
    return String.format(
        Locale.ROOT,
        "`%s.%s`; %s a rival, in each %d measured after %d to warm up; `%s`.",
        subject.benchmark().getSimpleName(),
        subject.method(),
        effort.rounds() == 1 ? "1 JVM" : effort.rounds() + " JVMs",
        effort.iterations(),
        effort.warmUps(),
        flags.replaceAll("--add-\\S+ ", ""));
  }

  private void row(Measurement of, double base) {
    List<Double> sorted = values.sorted(of);
    if (sorted.isEmpty()) {
      return;
    }
    double median = Values.median(sorted);
    text.append("| ").append(of.rival());
    if (!of.variant().isEmpty()) {
      text.append(" | ").append(variant(of.variant()));
    }
    text.append(" | ").append(number(median));
    String spread = number(sorted.getFirst()) + "–" + number(sorted.getLast());
    text.append(" | ").append(sorted.size() == 1 ? "once" : spread);
    text.append(String.format(Locale.ROOT, " | %s |%n", base > 0 ? ratio(median / base) : ""));
  }

  private static String variant(String variant) {
    return variant.matches("\\d+")
        ? String.format(Locale.ROOT, "%,d", Long.parseLong(variant))
        : variant;
  }

  private double median(Measurement of) {
    List<Double> sorted = values.sorted(of);
    return sorted.isEmpty() ? 0 : Values.median(sorted);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%,.0f", ratio);
  }

  /** Three digits, or all before the point. */
  private static String number(double value) {
    String format = value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, format, value);
  }
}
