package greenloom.app;

import static greenloom.Greenloom.killAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;

import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.app.console.Console;
import greenloom.app.console.ProgressView;
import greenloom.app.console.Style;
import greenloom.app.load.Connector;
import greenloom.app.load.HostRule;
import greenloom.app.load.LoadPlan;
import greenloom.app.load.LoadResult;
import greenloom.app.load.LoadRun;
import greenloom.app.load.Protocol;
import greenloom.app.load.Target;
import greenloom.app.load.Threshold;
import greenloom.app.load.Trouble;
import greenloom.app.transfer.StopSignal;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code greenloom load}: puts a server under load. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Asks a server over and over on many connections, and tells how long the answers took.",
      "Each connection is a green thread; redirects are not followed, only counted."
    },
    footerHeading = "%nExit codes%n",
    footer = {
      "  0 all answered, with a status below 400   2 wrong usage, or a host that is not yours",
      "  3 some requests failed   4 all failed, or nobody there   5 a --fail-if came true",
      "  6 cannot read the body   130 stopped by Ctrl-C (143: by SIGTERM), twice stops at once",
      "  1 a fault of this program   141 the reader of standard output has gone"
    })
final class LoadCommand implements Callable<Integer> {
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final int FILES_BESIDE = 200;
  private static final Duration FRAME = Duration.ofMillis(100);
  private static final Logger LIBRARY = Logger.getLogger("greenloom");

  private final Console console;
  private final StopSignal stop = new StopSignal();

  @Parameters(
      paramLabel = "TARGET",
      arity = "0..1",
      description = "What to ask: http://..., https://..., or tcp://host:port, which must echo.")
  private @Nullable String text;

  @Mixin private LoadOptions load = new LoadOptions();
  @Mixin private RequestOptions request = new RequestOptions();

  @Option(
      names = "--fail-if",
      paramLabel = "CONDITION",
      converter = ThresholdConverter.class,
      description =
          "Fail if this is true in the end, such as 'p99>300ms', 'error-rate>1%%' or 'rate<1000';"
              + " of p50, p90, p95, p99, p99.9, max, mean, errors, error-rate, rate. May be"
              + " repeated.")
  private List<Threshold> thresholds = new ArrayList<>();

  @Option(
      names = "--i-own-this-host",
      paramLabel = "HOST",
      description =
          "Allow the load on this host, which is neither this machine nor in a private network.")
  private List<String> owned = new ArrayList<>();

  @Mixin private OutputOptions output = new OutputOptions();

  LoadCommand(Console console) {
    this.console = console;
  }

  /** Reads thresholds. */
  static final class ThresholdConverter implements ITypeConverter<Threshold> {
    @Override
    public Threshold convert(String text) {
      try {
        return Threshold.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Override
  public Integer call() {
    Target target = target();
    Protocol protocol = request.protocol(target);
    LoadPlan plan = plan();
    LIBRARY.setLevel(output.debug ? Level.ALL : Level.SEVERE); // its warnings are for programmers
    Interrupts.heed(console, stop);
    return Greenloom.call(() -> {
      LoadResult result = run(plan, connector(target, plan), protocol);
      return conclude(new LoadReport(target, plan, thresholds, result));
    });
  }

  private Target target() {
    if (text == null) {
      throw CommandFailure.usage("what to ask is missing; see greenloom load --help");
    }
    try {
      return Target.parse(text);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(text + ": " + e.getMessage() + "; see greenloom load --help");
    }
  }

  private LoadPlan plan() {
    LoadPlan plan = load.plan();
    long files = OpenFiles.limit();
    if (plan.connections() > files - FILES_BESIDE) {
      throw CommandFailure.usage(
          "so many connections need more open files than the "
              + files
              + " that a process may have here; lower -c, or raise ulimit -n");
    }
    return plan;
  }

  private Connector connector(Target target, LoadPlan plan) {
    try {
      List<InetAddress> addresses = List.of(InetAddress.getAllByName(target.host()));
      new HostRule(owned)
          .refusal(target.host(), addresses)
          .ifPresent(why -> {
            throw CommandFailure.usage(
                why + "; if it is yours, say so with --i-own-this-host " + target.host());
          });
      return Connector.to(target, addresses, plan.timeout(), request.insecure);
    } catch (UnknownHostException e) {
      String line = target + ": cannot resolve host " + target.host() + "; check the spelling";
      throw new CommandFailure(ExitCode.ALL_FAILED, line, e);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.ALL_FAILED, target + ": " + whyNobody(e), e);
    }
  }

  private static String whyNobody(IOException e) {
    Trouble trouble = Trouble.of(e);
    String what = trouble.words();
    return switch (trouble) {
      case REFUSED -> what + "; check that a server is running there";
      case TLS ->
          what + ": " + e.getMessage() + "; check that it talks https, or trust it with --insecure";
      case BROKEN -> what + ": " + e.getMessage() + "; check the address";
      default -> what + "; check the address and the network";
    };
  }

  private LoadResult run(LoadPlan plan, Connector connector, Protocol protocol) {
    ProgressView view = console.view(output.progress(), console.errStyle(output.colour));
    try (view;
        LoadRun run = new LoadRun(plan, connector, protocol)) {
      Greenlet<Void> painter = spawn(() -> paint(view, run));
      Greenlet<Void> watcher = spawn(() -> endWhenAsked(view, run));
      try {
        return run.await();
      } finally {
        killAll(List.of(painter, watcher));
      }
    }
  }

  private static void paint(ProgressView view, LoadRun run) {
    view.begin("");
    while (true) {
      view.show(run.progress());
      sleep(FRAME);
    }
  }

  private void endWhenAsked(ProgressView view, LoadRun run) {
    stop.await();
    if (!output.quiet) {
      view.line("greenloom: stopping: what has begun may finish; once more to stop at once");
    }
    run.stop();
    sleep(GRACE);
    run.cutOff();
  }

  private int conclude(LoadReport report) {
    PrintStream where = output.json ? console.err() : console.out();
    if (!output.quiet) {
      where.println(report.headline());
      report.table().lines().forEach(where::println);
    }
    for (Threshold t : report.failures()) {
      complain("failed, because " + t.text() + ": it is " + t.found(report.result()));
    }
    int code = exitCode(report.result(), !report.failures().isEmpty());
    if (output.json) {
      report.print(console.out(), code);
    }
    return code;
  }

  private void complain(String line) {
    Style style = console.errStyle(output.colour);
    console.err().println(style.bad("greenloom:") + " " + line);
  }

  private int exitCode(LoadResult result, boolean broken) {
    StopSignal.Reason reason = stop.reason();
    if (reason != null) {
      return Interrupts.exitCode(reason);
    }
    if (result.failed() == result.requests()) {
      return ExitCode.ALL_FAILED;
    }
    if (broken) {
      return ExitCode.THRESHOLD;
    }
    boolean allowed = thresholds.stream().anyMatch(Threshold::isAboutErrors);
    return result.failed() == 0 || allowed ? ExitCode.OK : ExitCode.SOME_FAILED;
  }
}
