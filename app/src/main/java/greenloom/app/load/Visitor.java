package greenloom.app.load;

import static greenloom.Greenloom.sleep;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One of many connections: what its greenlet does from the first request to the last. A new socket
 * takes the place of one that is used up or broken.
 *
 * <p>Nothing here has a time limit of its own, which would be armed and called off for each
 * request: the crew looks at all its visitors now and then, and {@link #endIfLate} closes the
 * socket of one that has been busy for too long. Connecting knows its limit.
 */
final class Visitor {
  /** Between two attempts to connect. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** How long the other side may take to close a connection that is over. */
  private static final long PARTING = TimeUnit.SECONDS.toNanos(1);

  /** A server may close a connection that was not used for so long, without a word. */
  private static final long LONG_REST = TimeUnit.SECONDS.toNanos(1);

  private final Crew crew;

  private @Nullable Socket socket;
  private @Nullable Socket talk; // the same, or TLS over it
  private @Nullable Exchange exchange;
  private long rested; // since when, if there is an exchange and it is not busy

  private boolean busy;
  private long since;
  private long limit;
  private boolean late;

  Visitor(Crew crew) {
    this.crew = crew;
  }

  /** Connects, waits for the beginning, and asks until there is no more to ask. */
  void run() {
    try {
      connectAhead();
      Round round = crew.round();
      for (long begin = round.pace().next(); begin != Pace.OVER; begin = round.pace().next()) {
        visit(round.counts(), begin);
      }
    } finally {
      disconnect();
    }
  }

  /** What fails here will be tried again for the first request, and counts there. */
  private void connectAhead() {
    crew.enter();
    try {
      if (!crew.protocol().connectsAnew()) {
        busy(crew.timeout());
        connect();
      }
    } catch (IOException e) {
      disconnect();
    } finally {
      busy = false;
      crew.leave();
    }
  }

  // --- one request ---

  private void visit(Counts counts, long begin) {
    busy(crew.timeout());
    try {
      int status = ask(counts, begin);
      rested = System.nanoTime();
      busy = false;
      counts.answered(begin, rested, status);
      if (late) {
        disconnect(); // answered at the last moment, and closed in the same
      } else if (exchange != null && !exchange.reusable()) {
        part(exchange);
      }
    } catch (IOException e) {
      counts.failed(begin, System.nanoTime(), late ? Trouble.TIMED_OUT : Trouble.of(e));
      boolean connected = exchange != null;
      disconnect();
      if (!connected && crew.pauses()) {
        sleep(PAUSE);
      }
    }
  }

  private int ask(Counts counts, long begin) throws IOException {
    Exchange old = exchange;
    if (old != null) {
      try {
        return perform(old, counts, begin);
      } catch (IOException e) {
        if (late || old.answered() || since - rested < LONG_REST) {
          throw e;
        }
        disconnect();
        busy(crew.timeout());
      }
    }
    return perform(connect(), counts, begin);
  }

  private static int perform(Exchange exchange, Counts counts, long begin) throws IOException {
    long before = exchange.received();
    try {
      return exchange.perform();
    } finally {
      counts.moved(begin, exchange.requestSize(), exchange.received() - before);
    }
  }

  // --- the socket ---

  private Exchange connect() throws IOException {
    Socket fresh = crew.connector().socket();
    socket = fresh;
    Socket through = crew.connector().connect(fresh);
    talk = through;
    Exchange made = crew.protocol().over(through);
    exchange = made;
    rested = System.nanoTime();
    crew.opened();
    return made;
  }

  /**
   * Lets the other side close first: the one that does keeps the port for a minute, and here they
   * would run out.
   */
  private void part(Exchange over) {
    busy(PARTING);
    try {
      over.awaitEnd();
    } catch (IOException e) {
      // then it has ended in another way
    } finally {
      disconnect();
    }
  }

  private void disconnect() {
    if (exchange != null) {
      crew.closed();
    }
    exchange = null;
    busy(PARTING); // TLS says goodbye
    close(talk);
    talk = null;
    busy = false;
    close(socket);
    socket = null;
  }

  private static void close(@Nullable Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // it is of no use any more in any case
    }
  }

  // --- time ---

  private void busy(long nanos) {
    since = System.nanoTime();
    limit = nanos;
    late = false;
    busy = true;
  }

  /** Ends what has gone on for too long at {@code now}. Called by another greenlet of the hub. */
  void endIfLate(long now) {
    if (busy && now - since > limit) {
      late = true;
      busy = false;
      close(socket);
    }
  }
}
