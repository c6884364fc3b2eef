package greenloom.benchmarks.suite;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One measurement of an HTTP server.
 *
 * @param requestsPerSecond answers that came
 * @param cpuMicros processor time of the server for each, in microseconds
 * @param p50 the median of the latencies, in microseconds
 * @param p99 what one in a hundred exceeds
 * @param threads of the operating system, when the load has just ended
 * @param megabytes of memory that the process holds then
 */
record HttpSample(
    double requestsPerSecond,
    double cpuMicros,
    double p50,
    double p99,
    double threads,
    double megabytes) {
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
  private static final Pattern RATE = Pattern.compile("Requests/sec: +(\\S+)");
  private static final Pattern LATENCY = Pattern.compile("(\\d+)% +([\\d.]+)(us|ms|s)\\s");
  private static final Pattern ERRORS = Pattern.compile("Socket errors: .*|Non-2xx .*: \\d+");

  /** Reads what wrk says, and puts what the server took beside it. */
  static HttpSample parse(String said, double cpuSeconds, int threads, long kilobytes)
      throws IOException {
    Matcher errors = ERRORS.matcher(said);
    if (errors.find()) {
      throw new IOException(errors.group());
    }
    double requests = number(said, REQUESTS);
    if (requests == 0) {
      throw new IOException("no answer came in the measured time");
    }
    return new HttpSample(
        number(said, RATE),
        cpuSeconds / requests * 1e6,
        percentile(said, 50),
        percentile(said, 99),
        threads,
        kilobytes / 1024.0);
  }

  private static double number(String said, Pattern where) throws IOException {
    Matcher found = where.matcher(said);
    if (!found.find()) {
      throw new IOException(said.lines().findFirst().orElse("wrk said nothing"));
    }
    return Double.parseDouble(found.group(1));
  }

  private static double percentile(String said, int wanted) throws IOException {
    Matcher found = LATENCY.matcher(said);
    while (found.find()) {
      if (Integer.parseInt(found.group(1)) == wanted) {
        return Double.parseDouble(found.group(2)) * micros(found.group(3));
      }
    }
    throw new IOException("wrk says nothing of latencies");
  }

  private static double micros(String unit) {
    return switch (unit) {
      case "us" -> 1;
      case "ms" -> 1e3;
      default -> 1e6;
    };
  }
}
