package greenloom.benchmarks.suite;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Makes measurements, each in a JVM of its own. */
final class Jmh {
  private static final TimeValue PATIENCE = TimeValue.seconds(120);

  private Jmh() {}

  /** Makes one measurement in one JVM and returns the value of each of its iterations. */
  static List<Double> measure(Measurement what) throws RunnerException {
    Subject subject = what.subject();
    Effort effort = subject.effort();
    TimeValue time = new TimeValue(Effort.MILLIS, TimeUnit.MILLISECONDS);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + subject.benchmark().getName() + "\\." + subject.method() + "$")
            .param("rival", what.rival())
            .forks(1)
            .warmupIterations(effort.warmUps())
            .warmupTime(time)
            .measurementIterations(effort.iterations())
            .measurementTime(time)
            .timeout(PATIENCE)
            .shouldFailOnError(true)
            .jvmArgsPrepend("--sun-misc-unsafe-memory-access=allow") // JMH does
            .verbosity(VerboseMode.SILENT);
    if (!subject.parameter().isEmpty()) {
      options.param(subject.parameter(), what.variant());
    }
    List<Double> values = new ArrayList<>();
    for (RunResult run : quietly(new Runner(options.build()))) {
      for (BenchmarkResult jvm : run.getBenchmarkResults()) {
        for (IterationResult iteration : jvm.getIterationResults()) {
          values.add(result(subject, iteration).getScore());
        }
      }
    }
    if (values.size() != effort.iterations()) {
      throw new RunnerException(values.size() + " values instead of " + effort.iterations());
    }
    return values;
  }

  /** What the JVM that measures says, of long computations for one, is told only if it fails. */
  private static Collection<RunResult> quietly(Runner runner) throws RunnerException {
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      return runner.run();
    } catch (RunnerException e) {
      err.print(said.toString(StandardCharsets.UTF_8));
      throw e;
    } finally {
      System.setErr(err);
    }
  }

  private static Result<?> result(Subject subject, IterationResult iteration) {
    Result<?> secondary = iteration.getSecondaryResults().get(subject.secondary());
    return secondary == null ? iteration.getPrimaryResult() : secondary;
  }
}
