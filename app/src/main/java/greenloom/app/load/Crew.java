package greenloom.app.load;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawnOn;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.sync.AsyncResult;
import greenloom.sync.Event;
import greenloom.sync.GreenSemaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The connections of one hub, with what they share. */
final class Crew {
  /** How many connect at the same time, so that a server can accept them all. */
  private static final int CONNECTING = 64;

  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final Duration SELDOM = Duration.ofMillis(200);

  private final LoadPlan plan;
  private final Connector connector;
  private final Protocol protocol;
  private final long timeout;

  // any thread
  private final GreenSemaphore door = new GreenSemaphore(CONNECTING);
  private final Event ready = new Event();
  private final AsyncResult<Round> round = new AsyncResult<>();
  private final Figure open = new Figure();
  private final Figure opened = new Figure();

  // whoever starts it
  private final List<Greenlet<Void>> greenlets = new ArrayList<>();

  // greenlets of the hub, once they are started
  private final List<Visitor> visitors = new ArrayList<>();
  private int connecting;

  /** So many connections, which have yet to be started. */
  Crew(LoadPlan plan, Connector connector, Protocol protocol, int size) {
    this.plan = plan;
    this.connector = connector;
    this.protocol = protocol;
    this.timeout = plan.timeout().toNanos();
    this.connecting = size;
    for (int i = 0; i < size; i++) {
      visitors.add(new Visitor(this));
    }
  }

  // --- whoever starts it ---

  /** Starts the connections on {@code hub}; they connect, and wait for {@link #begin}. */
  void start(Hub hub) {
    for (Visitor visitor : visitors) {
      greenlets.add(spawnOn(hub, visitor::run));
    }
    spawnOn(hub, this::sweep); // ends with the hub
  }

  /** Waits until all have tried to connect, at most so long. */
  void awaitReady(Duration limit) {
    ready.await(limit);
  }

  /** Lets {@link #awaitReady} return. */
  void giveUpWaiting() {
    ready.set();
  }

  /** Lets them ask. */
  void begin(Round theirs) {
    round.set(theirs);
  }

  /** The greenlets of the connections. */
  List<Greenlet<Void>> greenlets() {
    return greenlets;
  }

  /** How many connections stand. Any thread. */
  long open() {
    return open.get();
  }

  /** How many have been opened so far. Any thread. */
  long openedSoFar() {
    return opened.get();
  }

  // --- its visitors ---

  /** Waits for its turn to connect ahead of the beginning. */
  void enter() {
    door.acquire();
  }

  /** Has tried to. */
  void leave() {
    door.release();
    connecting--;
    if (connecting == 0) {
      ready.set();
    }
  }

  /** Waits for the beginning. */
  Round round() {
    return round.get();
  }

  void opened() {
    open.add(1);
    opened.add(1);
  }

  void closed() {
    open.add(-1);
  }

  Connector connector() {
    return connector;
  }

  Protocol protocol() {
    return protocol;
  }

  /** The longest time of an exchange in nanoseconds. */
  long timeout() {
    return timeout;
  }

  /** Whether one that could not connect pauses before it tries again. */
  boolean pauses() {
    return !plan.hasRate();
  }

  private void sweep() {
    Duration often = plan.timeout().dividedBy(20);
    Duration pause =
        often.compareTo(OFTEN) < 0 ? OFTEN : often.compareTo(SELDOM) > 0 ? SELDOM : often;
    while (true) {
      sleep(pause);
      long now = System.nanoTime();
      visitors.forEach(visitor -> visitor.endIfLate(now));
    }
  }
}
