package greenloom.app;

import static greenloom.Greenloom.spawn;

import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.app.console.Console;
import greenloom.app.console.Progress;
import greenloom.app.console.ProgressView;
import greenloom.app.console.Quantities;
import greenloom.app.console.Style;
import greenloom.app.console.Table;
import greenloom.app.transfer.Downloader;
import greenloom.app.transfer.Failure;
import greenloom.app.transfer.Outcome;
import greenloom.app.transfer.Retrier;
import greenloom.app.transfer.RetryPolicy;
import greenloom.app.transfer.Slots;
import greenloom.app.transfer.StopSignal;
import greenloom.app.transfer.Tally;
import greenloom.app.transfer.WebClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * One run of a command that downloads: its hub, its client, what it shows, and how it is stopped.
 * Everything happens in greenlets of the hub of the thread that calls {@link #run}.
 */
final class Session {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration FRAME = Duration.ofMillis(100);

  private static final Logger LIBRARY = Logger.getLogger("greenloom");

  private final Console console;
  private final OutputOptions output;
  private final Style style;
  private final ProgressView view;
  private final StopSignal stop = new StopSignal();
  private final WebClient client;
  private final Retrier retrier;
  private final Map<String, Integer> reasons = new TreeMap<>();
  private final Set<String> shown = new HashSet<>();
  private boolean localFailure;

  Session(Console console, OutputOptions output, TransferOptions transfer) {
    this.console = console;
    this.output = output;
    this.style = console.errStyle(output.colour);
    this.view = console.view(output.progress(), style);
    this.client = new WebClient(transfer.userAgent, transfer.timeout);
    this.retrier =
        new Retrier(
            new RetryPolicy(transfer.retries, RandomGenerator.getDefault()),
            transfer.timeout,
            stop);
  }

  /** Runs the body as a greenlet, with signals handled. */
  <T> T run(Callable<T> body) {
    LIBRARY.setLevel(output.debug ? Level.ALL : Level.SEVERE); // its warnings are for programmers
    Interrupts.heed(console, stop);
    return Greenloom.call(() -> {
      Greenlet<Void> watcher = spawn(this::endWhenAsked);
      try {
        return body.call();
      } finally {
        watcher.kill();
      }
    });
  }

  private void endWhenAsked() {
    stop.await();
    if (stop.reason() != StopSignal.Reason.LOCAL_IO) {
      say("stopping: what has begun may finish; once more to stop at once");
    }
    Greenloom.sleep(GRACE);
    client.cancelAll();
  }

  /** Does something under a name, showing its progress meanwhile. */
  <T> T pass(String name, Function<Duration, Progress> progress, Callable<T> body)
      throws Exception {
    long begin = System.nanoTime();
    view.begin(name);
    reasons.clear();
    Greenlet<Void> painter = spawn(() -> paint(progress, begin));
    try {
      return body.call();
    } finally {
      painter.kill();
      view.close();
    }
  }

  private void paint(Function<Duration, Progress> progress, long begin) {
    while (true) {
      view.show(progress.apply(Duration.ofNanos(System.nanoTime() - begin)));
      Greenloom.sleep(FRAME);
    }
  }

  /** A downloader with these limits that counts in the tally. */
  Downloader downloader(int concurrency, int perHost, Tally tally) {
    return new Downloader(client, new Slots(concurrency, perHost), retrier, stop, tally);
  }

  /** Shows what became of a URL if that went wrong. */
  void report(Outcome outcome) {
    switch (outcome) {
      case Outcome.Failed failed -> report(failed);
      case Outcome.Skipped skipped when !stop.requested() && !output.quiet ->
          view.line("greenloom: " + skipped.url() + ": " + skipped.reason());
      default -> {}
    }
  }

  private void report(Outcome.Failed failed) {
    Failure failure = failed.failure();
    String line = failed.url() + ": " + failure.line();
    if (shown.add(line)) { // the second of two passes need not say it again
      view.line(style.bad("greenloom:") + " " + line);
    }
    Throwable cause = failure.cause();
    if (output.debug && cause != null) {
      cause.printStackTrace(console.err());
    }
    reasons.merge(failure.reason(), 1, Integer::sum);
    if (failure.kind() == Failure.Kind.LOCAL) {
      localFailure = true;
      stop.request(StopSignal.Reason.LOCAL_IO);
    }
  }

  /** The closing line: files, bytes, time, and failures by reason. */
  void summarize(int files, long bytes, int failed, int skipped, Duration elapsed) {
    StringBuilder line =
        new StringBuilder(
            "saved " + Quantities.count(files, "file") + ", " + Quantities.bytes(bytes));
    line.append(", in ").append(Quantities.seconds(elapsed));
    if (skipped > 0) {
      line.append("; left alone ").append(skipped);
    }
    if (failed > 0) {
      line.append("; ")
          .append(style.bad("failed " + failed))
          .append(" (")
          .append(reasons())
          .append(")");
    }
    say(line.toString());
  }

  /** Takes what has failed elsewhere into the closing line, too. */
  void failures(Map<String, Integer> everywhere) {
    reasons.clear();
    reasons.putAll(everywhere);
  }

  private String reasons() {
    return reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(5)
        .map(e -> e.getKey() + (e.getValue() == 1 ? "" : ": " + e.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Prints a line for the user, unless quiet. */
  void say(String line) {
    if (!output.quiet) {
      view.line("greenloom: " + line);
    }
  }

  /** Prints a table for the user, unless quiet. */
  void table(Table table) {
    if (!output.quiet) {
      view.line("");
      table.lines().forEach(view::line);
    }
  }

  /** How the process should end. */
  int exitCode(int saved, int failed) {
    StopSignal.Reason reason = stop.reason();
    if (localFailure) {
      return ExitCode.LOCAL_IO;
    }
    if (reason != null) {
      return Interrupts.exitCode(reason);
    }
    if (failed == 0) {
      return ExitCode.OK;
    }
    return saved == 0 ? ExitCode.ALL_FAILED : ExitCode.SOME_FAILED;
  }

  WebClient client() {
    return client;
  }

  Retrier retrier() {
    return retrier;
  }

  StopSignal stop() {
    return stop;
  }
}
