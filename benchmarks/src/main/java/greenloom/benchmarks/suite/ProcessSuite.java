package greenloom.benchmarks.suite;

import greenloom.benchmarks.process.ClusterCosts;
import greenloom.benchmarks.process.ProcessCosts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Measures worker processes, and a cluster of two, beside Python's multiprocessing, and writes a
 * file about it.
 */
public final class ProcessSuite {
  private static final String OURS = "Greenloom";
  private static final String CLUSTER = "cluster";
  private static final String PYTHON = "multiprocessing";

  /** Things that are measured in each round. */
  private static final int STEPS = 13;

  private static final Pattern FIGURE = Pattern.compile("[a-z0-9-]+ [0-9.eE+-]+");

  /** What is measured: its name, what it is, its unit, and whether less is better. */
  private enum Row {
    APPLY("one task after the other, pool of one", "tasks/s", false),
    MAP("1,000 tasks of a map, pool of one", "tasks/s", false),
    COMPUTE_0("tasks that compute, one after the other, no pool", "tasks/s", false),
    COMPUTE_1("tasks that compute, pool of one", "tasks/s", false),
    COMPUTE_2("tasks that compute, pool of two", "tasks/s", false),
    QUEUE("an item to a worker and back, two queues", "trips/s", false),
    PIPE("an item to a worker and back, a pipe", "trips/s", false),
    BYTES("64 kB at a time through a pipe", "MB/s", false),
    MANAGER("a look into a manager's dictionary", "calls/s", false),
    MANAGER_20("the same by 20 greenlets, or threads, at once", "calls/s", false),
    START("a worker started, its task done, joined", "ms", true);

    final String title;
    final String unit;
    final boolean lessIsBetter;

    Row(String title, String unit, boolean lessIsBetter) {
      this.title = title;
      this.unit = unit;
      this.lessIsBetter = lessIsBetter;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Map<String, List<Double>> values = new HashMap<>();

  private ProcessSuite() {}

  /** Runs it: the folder of the benchmarks, then options, which the script has looked at. */
  static void main(String... args) throws IOException, InterruptedException {
    Map<String, Integer> options = new HashMap<>(Map.of("rounds", 3, "warm-up", 8, "seconds", 2));
    for (String word : Arrays.asList(args).subList(1, args.length)) {
      String[] parts = word.substring("--".length()).split("=", 2);
      options.put(parts[0], Integer.valueOf(parts[1]));
    }
    Path file = new ProcessSuite().run(Path.of(args[0]), options);
    Progress.say("written: " + file);
  }

  private Path run(Path folder, Map<String, Integer> options)
      throws IOException, InterruptedException {
    String before = Machine.load();
    String warmUp = String.valueOf(options.get("warm-up"));
    String seconds = String.valueOf(options.get("seconds"));
    String python = System.getenv().getOrDefault("PYTHON", "/usr/bin/python3");
    List<String> ours = program(ProcessCosts.class, warmUp, seconds);
    List<String> cluster = program(ClusterCosts.class, warmUp, seconds);
    String script = folder.resolve("rivals/python/processes.py").toString();
    int rounds = options.getOrDefault("rounds", 1);
    double each = STEPS * (Double.parseDouble(warmUp) + Double.parseDouble(seconds));
    Progress progress = new Progress(3 * rounds, 3 * rounds * each);
    for (int round = 0; round < rounds; round++) {
      progress.begin(OURS, each);
      collect(OURS, EchoPrograms.run(ours));
      progress.begin(CLUSTER, each);
      collect(CLUSTER, EchoPrograms.run(cluster));
      progress.begin(PYTHON, each);
      collect(PYTHON, EchoPrograms.run(List.of(python, script, warmUp, seconds)));
    }
    List<String> facts =
        List.of(
            "Machine: " + Machine.description(),
            "Load: " + before + " before, " + Machine.load() + " after, of which this is the most",
            "Greenloom: commit " + Versions.commit(folder),
            "JVM: " + Versions.jdk() + ", `-XX:+UseSerialGC`",
            "Python: " + EchoPrograms.run(List.of(python, "--version")).strip(),
            "Rounds: "
                + rounds
                + ", with new processes; "
                + seconds
                + " s each after "
                + warmUp
                + " s to warm up");
    String date = LocalDate.now(ZoneId.systemDefault()).toString();
    return ResultFile.write(folder.resolve("results"), date + "-processes", report(facts));
  }

  private static List<String> program(Class<?> costs, String warmUp, String seconds) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        costs.getName(),
        warmUp,
        seconds);
  }

  /** Takes the figures; what else a program says, such as a warning, is passed on. */
  private void collect(String rival, String said) {
    for (String line : said.lines().toList()) {
      if (FIGURE.matcher(line).matches()) {
        String[] parts = line.split(" ", 2);
        values
            .computeIfAbsent(rival + " " + parts[0], _ -> new ArrayList<>())
            .add(Double.valueOf(parts[1]));
      } else {
        Progress.say(rival + " has said: " + line);
      }
    }
  }

  private String report(List<String> facts) {
    StringBuilder text = new StringBuilder("# Worker processes\n\n");
    facts.forEach(fact -> text.append("- ").append(fact).append('\n'));
    text.append("\nMedians of the rounds, and the least and the most. *Times* tells how")
        .append(" many times better Greenloom is than Python's multiprocessing. *Cluster* is the")
        .append(
            " same between members on this machine, each thing at one and a copy at another.\n\n")
        .append(
            "| what | unit | Greenloom | min–max | multiprocessing | min–max | times | cluster |\n")
        .append("|---|---|---:|---:|---:|---:|---:|---:|\n");
    for (Row row : Row.values()) {
      double[] ours = sorted(OURS, row);
      double[] theirs = sorted(PYTHON, row);
      double ratio = median(ours) / median(theirs);
      text.append("| " + row.title + " | " + row.unit + " | ")
          .append(cells(ours) + " | " + cells(theirs) + " | ")
          .append(String.format(Locale.ROOT, "%.2f", row.lessIsBetter ? 1 / ratio : ratio))
          .append(" | " + clustered(row) + " |\n");
    }
    return text.append("\nThe tasks that compute are not the same amount of work in both.\n")
        .append("A pool of two does " + twoTo(OURS) + "; Python's " + twoTo(PYTHON) + ".\n")
        .toString();
  }

  /** What a pool of two does, compared with less. */
  private String twoTo(String rival) {
    double two = median(sorted(rival, Row.COMPUTE_2));
    return String.format(
        Locale.ROOT,
        "%.2f times what a pool of one does and %.2f times what is done without",
        two / median(sorted(rival, Row.COMPUTE_1)),
        two / median(sorted(rival, Row.COMPUTE_0)));
  }

  /** A cluster has no workers to start, and does not do all that is measured. */
  private String clustered(Row row) {
    return values.containsKey(CLUSTER + " " + row.word())
        ? number(median(sorted(CLUSTER, row)))
        : "";
  }

  private static String cells(double... sorted) {
    return number(median(sorted))
        + " | "
        + number(sorted[0])
        + "–"
        + number(sorted[sorted.length - 1]);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
  }

  private double[] sorted(String rival, Row row) {
    List<Double> found = values.get(rival + " " + row.word());
    if (found == null) {
      throw new IllegalStateException(rival + " has not told " + row.word());
    }
    return found.stream().mapToDouble(v -> v).sorted().toArray();
  }

  private static double median(double... sorted) {
    return sorted[sorted.length / 2];
  }
}
