package greenloom.app.serve;

import static greenloom.Greenloom.blocking;
import static greenloom.Greenloom.spawn;

import greenloom.Greenlet;
import greenloom.sync.GreenQueue;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.CustomRequestLog;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * A line for each request, in the common log format. A greenlet prints them on a native thread, so
 * that no request waits for whoever reads them; when too many have piled up, lines are left out.
 */
public final class AccessLog {
  private static final int MOST_LINES = 10_000;
  private static final Duration TO_END = Duration.ofSeconds(1);
  private static final String END = "";
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final @Nullable PrintStream out;
  private final GreenQueue<String> lines = GreenQueue.bounded(MOST_LINES);
  private final LongAdder leftOut = new LongAdder();
  private final RequestLog format = new CustomRequestLog(this::add, CustomRequestLog.NCSA_FORMAT);
  private @Nullable Greenlet<Void> printer;

  /** One that prints to {@code out}; null: nothing. */
  public AccessLog(@Nullable PrintStream out) {
    this.out = out;
  }

  /** Begins to print, in a greenlet of the caller's hub. */
  public void start() {
    if (out != null) {
      PrintStream to = out;
      printer = spawn(() -> print(to));
    }
  }

  /** Notes a request that has ended. Any thread. */
  void log(Request request, Response response) {
    if (out != null) {
      format.log(request, response);
    }
  }

  /** Adds a line, or counts it among those that are left out. Any thread; does not wait. */
  void add(String line) {
    if (!lines.offer(CONTROL.matcher(line).replaceAll("?"))) {
      leftOut.increment();
    }
  }

  private void print(PrintStream to) {
    boolean ended = false;
    while (!ended) {
      StringBuilder text = new StringBuilder();
      for (String line = lines.take(); line != null && !ended; line = lines.poll()) {
        ended = line.equals(END);
        text.append(line).append(ended ? "" : System.lineSeparator());
      }
      long lost = leftOut.sumThenReset();
      if (lost > 0) {
        text.append("... and ").append(lost).append(" more").append(System.lineSeparator());
      }
      blocking(() -> to.print(text));
    }
  }

  /** Prints what there is, for a second at most. */
  public void finish() {
    Greenlet<Void> greenlet = printer;
    if (greenlet != null) {
      lines.offer(END);
      if (!greenlet.join(TO_END)) {
        greenlet.killSoon();
      }
    }
  }
}
