package greenloom.benchmarks.suite;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One measurement of an echo server.
 *
 * @param requestsPerSecond messages that came back
 * @param cpuMicros processor time of the server for each, in microseconds
 * @param busy the part of its processor that the server used
 * @param p50 the median of the latencies, in microseconds
 * @param p99 what one in a hundred exceeds
 */
record EchoSample(double requestsPerSecond, double cpuMicros, double busy, double p50, double p99) {
  private static final Pattern LINE =
      Pattern.compile("requests (\\d+) nanos (\\d+) cpu (\\d+) p50 (\\S+) p99 (\\S+) max \\S+");

  /** Reads what the load generator prints. */
  static EchoSample parse(String line) throws IOException {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IOException(line.isEmpty() ? "the load generator said nothing" : line);
    }
    double requests = Double.parseDouble(parts.group(1));
    double nanos = Double.parseDouble(parts.group(2));
    double cpu = Double.parseDouble(parts.group(3));
    if (requests == 0) {
      throw new IOException("no message came back in the measured time");
    }
    return new EchoSample(
        requests / nanos * 1e9,
        cpu / requests / 1000,
        cpu / nanos,
        Double.parseDouble(parts.group(4)),
        Double.parseDouble(parts.group(5)));
  }
}
