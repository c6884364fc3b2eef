package greenloom.stress.sockets;

import static greenloom.Greenloom.withTimeout;

import greenloom.Greenlet;
import greenloom.hub.TimeoutExpired;
import greenloom.stress.sockets.Connection.Sent;
import greenloom.stress.sockets.Message.Direction;
import greenloom.stress.sockets.Message.WrongData;
import greenloom.stress.sockets.Plan.Reading;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection: one who sends and one who receives, each in a greenlet or thread of its
 * own. When a greenlet is killed, another one goes on where it was, if the documents say that one
 * can.
 */
final class End {
  /** What has to be done at an end; with TLS the first alone, then both others. */
  enum Part {
    HANDSHAKE,
    SENDER,
    RECEIVER
  }

  private final Connection connection;
  private final Round round;
  private final Plan plan;
  private final boolean client;
  private final Wire wire;
  private final Direction direction;
  private final Inbound inbound;
  private final Reading reading;
  private final AtomicInteger left = new AtomicInteger(2);
  private final Map<Part, Greenlet<?>> greenlets = new ConcurrentHashMap<>();
  private volatile boolean writing;

  End(Connection connection, boolean client, Wire wire) {
    this.connection = connection;
    this.round = connection.round();
    this.plan = connection.plan();
    this.client = client;
    this.wire = wire;
    this.direction = client ? Direction.UP : Direction.DOWN;
    this.reading = client ? plan.clientReading() : plan.serverReading();
    this.inbound = new Inbound(connection.number(), client ? Direction.DOWN : Direction.UP);
  }

  Wire wire() {
    return wire;
  }

  /** Whether nobody uses it any more, so that it is closed. */
  boolean over() {
    return left.get() == 0;
  }

  /** Who may be killed; null if it is nobody, or no greenlet. */
  @Nullable Greenlet<?> greenlet(Part part) {
    return greenlets.get(part);
  }

  // --- parts that are killed and go on ---

  /** Begins. */
  void begin() {
    if (plan.kind().tls()) {
      start(Part.HANDSHAKE, 0);
    } else {
      talk();
    }
  }

  private void talk() {
    start(Part.SENDER, 0);
    start(Part.RECEIVER, 0);
  }

  private void start(Part part, int attempt) {
    String name = "%s %d %s".formatted(client ? "client" : "server", connection.number(), part);
    Turn turn = new Turn(part, attempt, plan.choices(name + attempt));
    Greenlet<?> greenlet = round.stage().start(turn.place, name, turn::run, turn::over);
    if (greenlet == null) {
      greenlets.remove(part);
    } else {
      greenlets.put(part, greenlet);
    }
  }

  /** What one greenlet or thread does of a part. */
  private final class Turn {
    private final Part part;
    private final int attempt;
    private final SplittableRandom random;
    private final Place place;
    private boolean begun;
    private boolean done;

    Turn(Part part, int attempt, SplittableRandom random) {
      this.part = part;
      this.attempt = attempt;
      this.random = random;
      this.place = Place.any(random);
    }

    void run() throws IOException, InterruptedException {
      begun = true;
      try {
        switch (part) {
          case HANDSHAKE -> wire.handshake();
          case SENDER -> send(place, random);
          case RECEIVER -> receive(place, random);
        }
        done = true;
      } catch (SocketTimeoutException e) {
        throw e; // stands for a kill in the middle of a TLS record, which it is turned back into
      } catch (IOException | WrongData e) {
        done = true;
        failed(e);
      }
    }

    private void failed(Exception e) {
      if (!connection.broken() || e instanceof WrongData) {
        round.findings().add(part + " of " + connection, e);
        connection.breakOff(End.this, Tally.Of.CLOSED_ELSEWHERE);
      }
    }

    void over(@Nullable Throwable e) {
      if (e instanceof Exception failure) {
        done = true;
        failed(failure);
      } else if (e != null) {
        round.findings().add(part + " of " + connection, e);
      }
      if (!done) {
        killed();
      }
      if (done || connection.broken()) {
        partOver(part);
      } else {
        start(part, attempt + 1);
      }
    }

    private void killed() {
      connection.gotOn();
      round
          .tally()
          .add(
              !begun
                  ? Tally.Of.KILLED_BEFORE
                  : switch (part) {
                    case HANDSHAKE -> Tally.Of.KILLED_IN_HANDSHAKE;
                    case SENDER -> writing ? Tally.Of.KILLED_IN_WRITE : Tally.Of.KILLED_IN_PAUSE;
                    case RECEIVER -> Tally.Of.KILLED_IN_READ;
                  });
      if (part == Part.SENDER && writing) { // nobody knows how much was sent
        connection.breakOff(End.this, Tally.Of.AFTER_KILLED_WRITE);
      }
    }
  }

  private void partOver(Part part) {
    connection.gotOn();
    if (part == Part.HANDSHAKE && !connection.broken()) {
      talk();
    } else if (part == Part.HANDSHAKE || left.decrementAndGet() == 0) {
      close();
      connection.endOver();
    }
  }

  private void close() {
    try {
      wire.close();
    } catch (IOException e) {
      if (!connection.broken()) {
        round.findings().add("closing " + connection, e);
      }
    }
  }

  // --- sending ---

  private void send(Place place, SplittableRandom random) throws IOException, InterruptedException {
    Sent sent = connection.sent(direction);
    int messages = client ? plan.up() : plan.down();
    for (int n = sent.messages; n < messages && !round.stage().stopping(); n++) {
      round.stage().pause(place, random);
      byte[] message = Message.of(connection.number(), direction, n, plan.filling());
      writing = true;
      if (!write(message, place, random)) {
        return;
      }
      writing = false;
      sent.messages = n + 1;
      connection.gotOn();
    }
    sent.ended = true;
    writing = plan.kind().tls(); // there the end is written, too
    wire.endOutput();
    writing = false;
    round.tally().add(Tally.Of.HALF_CLOSED);
  }

  /** Returns false if that took too long. */
  private boolean write(byte[] message, Place place, SplittableRandom random) throws IOException {
    if (!plan.limited() || !place.green()) {
      wire.write(message);
      return true;
    }
    try {
      withTimeout(limit(random), () -> wire.write(message));
      return true;
    } catch (TimeoutExpired e) {
      round.tally().add(Tally.Of.LIMITS_IN_WRITE);
      connection.breakOff(this, Tally.Of.AFTER_KILLED_WRITE);
      return false;
    }
  }

  private static Duration limit(SplittableRandom random) {
    return Duration.ofMillis(random.nextInt(1, 100));
  }

  // --- receiving ---

  private void receive(Place place, SplittableRandom random)
      throws IOException, InterruptedException {
    while (true) {
      if (plan.slow()) {
        round.stage().pause(place, random);
      }
      int n = read(place, random);
      if (n < 0) {
        checkEnd();
        return;
      }
      arrived(n);
    }
  }

  private void arrived(int n) {
    int whole = inbound.add(n);
    round.tally().add(Tally.Of.MESSAGES, whole);
    round.tally().add(Tally.Of.BYTES, n);
    if (n > 0) {
      connection.gotOn();
    }
  }

  /** Returns how many bytes have come; none, if it took too long; -1 at the end. */
  private int read(Place place, SplittableRandom random) throws IOException {
    return switch (reading) {
      case ANY -> read(inbound.room());
      case NO_MORE -> read(inbound.missing());
      case FULLY -> readFully();
      case SO_TIMEOUT -> readWithSoTimeout(random);
      case LIMIT -> place.green() ? readWithLimit(random) : read(inbound.room());
    };
  }

  private int read(int atMost) throws IOException {
    return wire.read(inbound.bytes(), inbound.filled(), atMost);
  }

  private int readWithSoTimeout(SplittableRandom random) throws IOException {
    wire.readLimit(random.nextInt(1, 100));
    try {
      return read(inbound.room());
    } catch (SocketTimeoutException e) {
      round.tally().add(Tally.Of.SO_TIMEOUTS);
      return 0;
    }
  }

  private int readWithLimit(SplittableRandom random) throws IOException {
    try {
      return withTimeout(limit(random), () -> read(inbound.room()));
    } catch (TimeoutExpired e) {
      round.tally().add(Tally.Of.LIMITS);
      return 0;
    }
  }

  /** A kill in the middle of this leaves in the array what had come. */
  private int readFully() throws IOException {
    int wanted = inbound.missing();
    inbound.clear();
    boolean returned = false;
    try {
      int n = wire.readFully(inbound.bytes(), inbound.filled(), wanted);
      returned = true;
      if (n != inbound.found()) {
        throw new WrongData("readNBytes says " + n + " and has read " + inbound.found());
      }
      return n == 0 ? -1 : n;
    } finally {
      if (!returned) {
        arrived(inbound.found());
      }
    }
  }

  private void checkEnd() {
    Sent sent = connection.sent(direction == Direction.UP ? Direction.DOWN : Direction.UP);
    if (connection.broken()) {
      return;
    }
    if (!sent.ended || sent.messages != inbound.received() || inbound.filled() != 0) {
      throw new WrongData(
          "the end came after %d messages and %d bytes"
              .formatted(inbound.received(), inbound.filled()));
    }
  }

  @Override
  public String toString() {
    return "received %d messages and %d bytes, %s; %d of 2 parts left; %s"
        .formatted(
            inbound.received(),
            inbound.filled(),
            writing ? "writing" : "not writing",
            left.get(),
            wire);
  }
}
