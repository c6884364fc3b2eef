package greenloom.benchmarks.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How much heap connections take that have echoed once and then say nothing. */
final class EchoIdle {
  /** What each of the programs reads into. */
  static final int BUFFER = 16 * 1024 + 16;

  private static final EchoCase WARM_UP = new EchoCase(100, 64);
  private static final String READY = "idle";

  private final EchoPrograms programs;
  private final EchoCase what;

  EchoIdle(EchoPrograms programs, int connections) {
    this.programs = programs;
    this.what = new EchoCase(connections, 64);
  }

  /** Returns the bytes of heap that a connection takes, after some seconds to warm up. */
  double measure(EchoRival rival, double seconds) throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(rival.command(programs))) {
      String pid = Long.toString(server.pid());
      EchoPrograms.run(programs.load(server, WARM_UP, Double.toString(seconds), "0.1", pid));
      long before = heap(pid);
      Process load =
          new ProcessBuilder(programs.load(server, what, READY)).redirectErrorStream(true).start();
      try {
        String line = load.inputReader().readLine();
        if (!READY.equals(line)) {
          throw new IOException(String.valueOf(line));
        }
        return (heap(pid) - before) / (double) what.connections();
      } finally {
        load.destroyForcibly();
      }
    }
  }

  /** The bytes of all that is alive in a JVM. */
  private static long heap(String pid) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String histogram = EchoPrograms.run(List.of(jcmd, pid, "GC.class_histogram"));
    String total = histogram.lines().reduce("", (_, line) -> line);
    String[] columns = total.strip().split("\\s+", -1);
    if (columns.length != 3 || !columns[0].equals("Total")) {
      throw new IOException("no histogram: " + total);
    }
    return Long.parseLong(columns[2]);
  }
}
