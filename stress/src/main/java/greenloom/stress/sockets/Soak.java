package greenloom.stress.sockets;

import greenloom.hub.Hub;
import greenloom.hub.HubStats;
import greenloom.stress.Findings;
import greenloom.stress.Progress;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** All rounds, and what is counted before and after each of them. */
final class Soak {
  private static final int WARM_UP_CONNECTIONS = 100;

  private final SoakOptions options;
  private final Tls tls;
  private final Findings findings = new Findings();
  private final AtomicLong numbers = new AtomicLong();
  private final List<Result> results = new ArrayList<>();

  /** What a round has done. */
  record Result(String round, double seconds, Tally tally, List<HubStats> hubs) {}

  Soak(SoakOptions options) throws IOException, GeneralSecurityException, InterruptedException {
    this.options = options;
    Hub.background(); // before any socket: later not all hooks can be put in
    this.tls = new Tls();
  }

  SoakOptions options() {
    return options;
  }

  Tls tls() {
    return tls;
  }

  /** What is wrong. */
  Findings findings() {
    return findings;
  }

  /** The rounds that are over. */
  List<Result> results() {
    return results;
  }

  long nextConnection() {
    return numbers.getAndIncrement();
  }

  /** Runs all rounds, or as many as it takes to find something. */
  void run() throws IOException, InterruptedException {
    Progress progress = new Progress(Duration.ofSeconds(options.seconds()));
    tls.warmUp();
    run(0, WARM_UP_CONNECTIONS, TimeUnit.SECONDS.toNanos(1), progress); // opens what stays open
    results.clear();
    numbers.set(0);
    long nanos = TimeUnit.SECONDS.toNanos(options.seconds()) / options.rounds();
    Census before = Census.settled(Census::ofProcess);
    for (int i = 1; i <= options.rounds() && !findings.any(); i++) {
      run(i, options.connections(i), nanos, progress);
      if (!findings.any()) {
        note(i, "the process", Census.awaitSame(before, Census::ofProcess));
      }
    }
  }

  private void run(int number, int connections, long nanos, Progress progress)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Round round = new Round(this, number, options.hubs(number), connections);
    try (Stage stage = round.stage()) {
      Census before = Census.ofHubs(stage.hubs());
      round.run(nanos, progress);
      if (number > 0 && !findings.any()) {
        note(number, "its hubs", Census.awaitSame(before, () -> Census.ofHubs(stage.hubs())));
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      results.add(new Result(round.toString(), seconds, round.tally(), round.stats()));
    }
    if (number > 0) {
      Progress.say(round + ": " + round.tally().line());
    }
  }

  private void note(int round, String where, List<String> differences) {
    if (!differences.isEmpty()) {
      findings.add("round " + round + " leaves something in " + where + ": " + differences);
    }
  }
}
