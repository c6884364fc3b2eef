package greenloom.benchmarks.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Measures servers that echo, each in a process of its own, and writes a file about it. */
public final class EchoSuite {
  /** To start, to open connections and to end, about. */
  private static final double SECONDS_BESIDE = 2;

  /** What a process has open beside its connections, at the most. */
  private static final int OPEN_BESIDE = 200;

  private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files +(\\d+) ");

  private final EchoOptions options;
  private final EchoPrograms programs;
  private final EchoValues values = new EchoValues();

  EchoSuite(EchoOptions options, EchoPrograms programs) {
    this.options = options;
    this.programs = programs;
  }

  /** Runs it: the folder of the benchmarks, then options and rivals. */
  static void main(String... args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    EchoOptions options;
    try {
      options = EchoOptions.parse(List.of(args).subList(1, args.length));
      check();
    } catch (IllegalArgumentException e) {
      Progress.say(String.valueOf(e.getMessage()));
      System.exit(2);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(EchoSuite::endServers));
    EchoSuite suite = new EchoSuite(options, new EchoPrograms(folder));
    Progress.say("written: " + suite.run(folder));
    if (suite.values.failures() > 0) {
      Progress.say(suite.values.failures() + " failed, see there");
      System.exit(1);
    }
  }

  private static void check() throws InterruptedException {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      throw new IllegalArgumentException("this needs two processors");
    }
    if (EchoRival.C.missing().isPresent()) {
      throw new IllegalArgumentException("the load generator is in C: install gcc and libc6-dev");
    }
  }

  private static void endServers() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private Path run(Path folder) throws IOException, InterruptedException {
    String before = Machine.load();
    EchoValues found = measure();
    List<String> facts =
        List.of(
            "Machine: " + Machine.description(),
            "Load: " + before + " before, " + Machine.load() + " after, of which this is the most",
            "Greenloom: commit " + Versions.commit(folder),
            "JVM: " + Versions.jdk() + ", `" + String.join(" ", EchoRival.JVM_OPTIONS) + "`",
            "Rivals: " + versions(),
            String.format(
                "Rounds: %d, with new processes; %.0f s each after %.0f s to warm up, half of them"
                    + " with other connections",
                options.rounds(), options.seconds(), options.warmUp()));
    String date = LocalDate.now(ZoneId.systemDefault()).toString();
    return new EchoReport(facts, options, found).write(folder.resolve("results"), date);
  }

  private String versions() throws InterruptedException {
    List<String> versions = new ArrayList<>();
    for (EchoRival rival : options.rivals()) {
      rival.version().filter(version -> !versions.contains(version)).ifPresent(versions::add);
    }
    return String.join(", ", versions);
  }

  /** Measures all; round by round, so that what else the machine does meets all rivals. */
  EchoValues measure() throws IOException, InterruptedException {
    List<EchoRival> rivals = present();
    List<EchoCase> cases = options.cases().stream().filter(this::allowed).toList();
    List<EchoRival> onJvm = rivals.stream().filter(EchoRival::onJvm).toList();
    boolean idle = options.idle() > 0 && allowed(new EchoCase(options.idle(), 64));
    double each = options.warmUp() + options.seconds() + SECONDS_BESIDE;
    int steps = rivals.size() * cases.size() + (idle ? onJvm.size() : 0);
    Progress progress = new Progress(steps * options.rounds(), steps * options.rounds() * each);
    for (int round = 0; round < options.rounds(); round++) {
      for (EchoCase what : cases) {
        for (EchoRival rival : rivals) {
          progress.begin(rival.word() + ", " + what, each);
          measure(what, rival);
        }
      }
      for (EchoRival rival : idle ? onJvm : List.<EchoRival>of()) {
        progress.begin(rival.word() + ", idle connections", each);
        measureIdle(rival);
      }
    }
    return values;
  }

  private void measure(EchoCase what, EchoRival rival) throws InterruptedException {
    try (ServerProcess server = ServerProcess.start(rival.command(programs))) {
      double half = options.warmUp() / 2;
      load(server, what, 0, half); // those it meets first may stay slow: see macro.md
      values.add(what, rival, EchoSample.parse(load(server, what, half, options.seconds())));
    } catch (IOException e) {
      failed(rival.word() + ", " + what, e);
    }
  }

  private String load(ServerProcess server, EchoCase what, double warmUp, double seconds)
      throws IOException, InterruptedException {
    return EchoPrograms.run(
        programs.load(
            server,
            what,
            Double.toString(warmUp),
            Double.toString(seconds),
            Long.toString(server.pid())));
  }

  private void measureIdle(EchoRival rival) throws InterruptedException {
    try {
      EchoIdle idle = new EchoIdle(programs, options.idle());
      values.addIdle(rival, idle.measure(rival, options.warmUp()));
    } catch (IOException e) {
      failed(rival.word() + ", idle connections", e);
    }
  }

  private List<EchoRival> present() throws InterruptedException {
    List<EchoRival> present = new ArrayList<>();
    for (EchoRival rival : options.rivals()) {
      Optional<String> missing = rival.missing();
      if (missing.isEmpty()) {
        present.add(rival);
      } else {
        skipped(rival.word() + ": " + missing.get());
      }
    }
    return present;
  }

  /** Whether a process may have so many connections. */
  private boolean allowed(EchoCase what) {
    int limit = openFiles();
    boolean allowed = what.connections() + OPEN_BESIDE <= limit;
    if (!allowed) {
      skipped(what + ": a process may have " + limit + " files open, see ulimit -n");
    }
    return allowed;
  }

  private static int openFiles() {
    try {
      Matcher limit = OPEN_FILES.matcher(Files.readString(Path.of("/proc/self/limits")));
      return limit.find() ? Integer.parseInt(limit.group(1)) : Integer.MAX_VALUE;
    } catch (IOException e) {
      return Integer.MAX_VALUE;
    }
  }

  private void skipped(String what) {
    Progress.say("SKIPPED: " + what);
    values.missing(what);
  }

  private void failed(String what, Exception e) {
    String why = String.valueOf(e.getMessage());
    Progress.say("FAILED: " + what + ": " + why);
    values.failed(what, why);
  }
}
