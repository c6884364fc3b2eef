package greenloom.benchmarks.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures HTTP servers on hubs and on the JDK's scheduler, and writes a file about it. */
public final class HttpSuite {
  /** To start and to end, about. */
  private static final double SECONDS_BESIDE = 1.5;

  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

  private final HttpOptions options;
  private final Samples<HttpRow, HttpSample> values = new Samples<>();

  HttpSuite(HttpOptions options) {
    this.options = options;
  }

  /** Runs it: the folder of the benchmarks, then options and servers. */
  static void main(String... args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    HttpOptions options;
    try {
      options = HttpOptions.parse(List.of(args).subList(1, args.length));
      check();
    } catch (IllegalArgumentException e) {
      Progress.say(String.valueOf(e.getMessage()));
      System.exit(2);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(HttpSuite::endServers));
    HttpSuite suite = new HttpSuite(options);
    Progress.say("written: " + suite.run(folder));
    if (suite.values.failures() > 0) {
      Progress.say(suite.values.failures() + " failed, see there");
      System.exit(1);
    }
  }

  private static void check() throws InterruptedException {
    if (wrkVersion().isEmpty()) {
      throw new IllegalArgumentException("the load comes from wrk: install it");
    }
  }

  private static void endServers() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  /** It has no option for that alone: it says so when misused. */
  static Optional<String> wrkVersion() throws InterruptedException {
    try {
      Process wrk = new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start();
      String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      wrk.waitFor();
      return said.lines().findFirst().map(line -> line.replaceFirst(" \\[.*", ""));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Path run(Path folder) throws IOException, InterruptedException {
    String before = Machine.load();
    Samples<HttpRow, HttpSample> found = measure();
    List<String> facts =
        List.of(
            "Machine: " + Machine.description(),
            "Load: " + before + " before, " + Machine.load() + " after, of which this is the most",
            "Greenloom: commit " + Versions.commit(folder),
            "JVM: " + Versions.jdk() + ", `" + String.join(" ", HttpRival.JVM_OPTIONS) + "`",
            "Servers and load: " + versions(),
            String.format(
                "Rounds: %d, with new processes; %d s each after %d s to warm up",
                options.rounds(), options.seconds(), options.warmUp()));
    String date = LocalDate.now(ZoneId.systemDefault()).toString();
    return new HttpReport(facts, options, found).write(folder.resolve("results"), date);
  }

  private String versions() throws InterruptedException {
    return Stream.concat(
            options.products().stream().map(HttpProduct::version), wrkVersion().stream())
        .filter(version -> !version.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /** Measures all; round by round, so that what else the machine does meets all rivals. */
  Samples<HttpRow, HttpSample> measure() throws InterruptedException {
    List<HttpRival> rivals = options.rivals();
    double each = options.warmUp() + options.seconds() + SECONDS_BESIDE;
    int steps = options.rounds() * options.cases().size() * rivals.size();
    Progress progress = new Progress(steps, steps * each);
    for (int round = 0; round < options.rounds(); round++) {
      for (HttpCase what : options.cases()) {
        for (HttpRival rival : rivals) {
          progress.begin(rival + ", " + what, each);
          measure(what, rival);
        }
      }
    }
    return values;
  }

  private void measure(HttpCase what, HttpRival rival) throws InterruptedException {
    try (ServerProcess server = ServerProcess.start(rival.command())) {
      wrk(server, what, options.warmUp());
      double before = cpuSeconds(server);
      String said = wrk(server, what, options.seconds());
      double used = cpuSeconds(server) - before;
      values.add(
          new HttpRow(what, rival),
          HttpSample.parse(said, used, threads(server), resident(server)));
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      Progress.say("FAILED: " + rival + ", " + what + ": " + why);
      values.failed(rival + ", " + what, why);
    }
  }

  private static String wrk(ServerProcess server, HttpCase what, int seconds)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("wrk", "-t1", "--latency"));
    words.add("-c" + what.connections());
    words.add("-d" + seconds + "s");
    words.add("http://127.0.0.1:" + server.port() + "/" + what.path());
    return EchoPrograms.run(words);
  }

  private static double cpuSeconds(ServerProcess server) throws IOException {
    return ProcessHandle.of(server.pid())
            .flatMap(process -> process.info().totalCpuDuration())
            .orElseThrow(() -> new IOException("the server has ended"))
            .toNanos()
        / 1e9;
  }

  private static int threads(ServerProcess server) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + server.pid() + "/task"))) {
      return (int) threads.count();
    }
  }

  private static long resident(ServerProcess server) throws IOException {
    Matcher found =
        RESIDENT.matcher(Files.readString(Path.of("/proc/" + server.pid() + "/status")));
    if (!found.find()) {
      throw new IOException("the system does not say what memory the server has");
    }
    return Long.parseLong(found.group(1));
  }
}
