package greenloom.stress.sockets;

import greenloom.stress.sockets.Message.Direction;
import greenloom.stress.sockets.Plan.Ending;
import greenloom.sync.Event;
import java.io.IOException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A connection from its beginning to its end, as both sides know it, which is more than either
 * could: what was sent, and whether somebody has broken it off on purpose.
 */
final class Connection implements Watched {
  private final Round round;
  private final long number;
  private final Plan plan;
  private final Event over = new Event();
  private final Sent up = new Sent();
  private final Sent down = new Sent();

  // any thread
  private volatile long progress;
  private volatile @Nullable String broken;
  private volatile @Nullable End client;
  private volatile @Nullable End server;

  // under the monitor
  private int open = 1;
  private boolean abandoned;

  /** What was sent one way. One thread at a time writes it. */
  static final class Sent {
    /** Messages whose write has returned: they have to arrive. */
    volatile int messages;

    /** Whether no more will come. */
    volatile boolean ended;
  }

  Connection(Round round, long number, Plan plan) {
    this.round = round;
    this.number = number;
    this.plan = plan;
  }

  long number() {
    return number;
  }

  Plan plan() {
    return plan;
  }

  Round round() {
    return round;
  }

  Sent sent(Direction direction) {
    return direction == Direction.UP ? up : down;
  }

  /** The client's end once it has begun. */
  @Nullable End client() {
    return client;
  }

  /** The server's end once it has begun. */
  @Nullable End server() {
    return server;
  }

  // --- its life ---

  /** Lives it, as the client. */
  void live() throws IOException, InterruptedException {
    Wire wire = round.doors().connect(plan.kind());
    if (plan.ending() == Ending.BEFORE_GREETING) {
      goBeforeGreeting(wire);
      return;
    }
    if (plan.slow()) {
      wire.smallBuffers();
    }
    wire.write(Message.greeting(number));
    End end = new End(this, true, round.tls().client(plan.kind(), wire));
    client = end;
    end.begin();
    over.await();
  }

  private void goBeforeGreeting(Wire wire) throws IOException {
    if (plan.up() % 2 == 0) {
      wire.write(new byte[plan.down() % Message.GREETING]);
    }
    if (plan.byClient()) {
      wire.reset();
    } else {
      wire.close();
    }
    round.tally().add(Tally.Of.BEFORE_GREETING);
  }

  /** The server has heard who it is; false if nobody is there any more. */
  boolean greeted(Wire wire) throws IOException {
    if (plan.slow()) {
      wire.smallBuffers();
    }
    End end = new End(this, false, round.tls().server(plan.kind(), wire));
    synchronized (this) {
      if (abandoned) {
        return false;
      }
      open++;
    }
    server = end;
    end.begin();
    if (plan.ending() != Ending.IN_ORDER) {
      breakOffLater();
    }
    return true;
  }

  private void breakOffLater() {
    SplittableRandom random = plan.choices("closer");
    boolean reset = plan.ending() == Ending.RESET;
    round
        .stage()
        .start(
            Place.any(random),
            "closer " + number,
            () -> {
              Thread.sleep(plan.after());
              End end = plan.byClient() ? client : server;
              if (end != null) {
                breakOff(end, reset ? Tally.Of.RESETS : Tally.Of.CLOSED_ELSEWHERE);
              }
            },
            round::mustBeNull);
  }

  /** One end is over. */
  void endOver() {
    boolean last;
    synchronized (this) {
      open--;
      abandoned = server == null;
      last = open == 0;
    }
    if (last) {
      over.set();
    }
  }

  // --- breaking off ---

  /** Breaks it off at one end; from now on everything may fail. Only the first does it. */
  void breakOff(End at, Tally.Of why) {
    synchronized (this) {
      if (broken != null || open == 0) {
        return;
      }
      broken = why.words();
    }
    round.tally().add(Tally.Of.BROKEN);
    round.tally().add(why);
    try {
      if (why == Tally.Of.RESETS) {
        at.wire().reset();
      } else {
        at.wire().cut();
      }
    } catch (IOException e) {
      if (!at.over()) {
        round.findings().add(this + " cannot be closed", e);
      }
    }
  }

  boolean broken() {
    return broken != null;
  }

  // --- watching it ---

  /** It has got on. */
  void gotOn() {
    progress = System.nanoTime();
  }

  @Override
  public long progress() {
    return progress;
  }

  @Override
  public String toString() {
    return "connection %d, %s%n  client: %s%n  server: %s%n  sent up: %d%s, down: %d%s; %s"
        .formatted(
            number,
            plan,
            client,
            server,
            up.messages,
            up.ended ? " and ended" : "",
            down.messages,
            down.ended ? " and ended" : "",
            broken == null ? "not broken off" : "broken off, " + broken);
  }
}
