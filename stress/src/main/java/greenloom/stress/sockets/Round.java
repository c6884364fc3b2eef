package greenloom.stress.sockets;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.hub.HubStats;
import greenloom.stress.Findings;
import greenloom.stress.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Some time with hubs of its own: so many connections are open at once, and whenever one ends the
 * next one begins. At the end all of them end, and what is left is counted.
 */
final class Round {
  /** A connection's messages are so far apart that this many go each way in a second, of all. */
  private static final int MESSAGES_A_SECOND = 10_000;

  private static final int CONNECTIONS_FOR_A_DATAGRAM_PAIR = 50;

  private final Soak soak;
  private final int number;
  private final int connections;
  private final Stage stage;
  private final Doors doors;
  private final StallWatch watch;
  private final Tally tally = new Tally();
  private final AtomicInteger slots = new AtomicInteger();
  private final Map<Long, Connection> live = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<@Nullable Connection> bySlot;
  private final AtomicReferenceArray<@Nullable Datagrams> datagrams;

  /** One of so many hubs, and so many connections at once. */
  Round(Soak soak, int number, int hubs, int connections) throws IOException {
    this.soak = soak;
    this.number = number;
    this.connections = connections;
    this.watch = new StallWatch(soak.options().patience(), soak.findings());
    long pause = TimeUnit.SECONDS.toNanos(connections) / MESSAGES_A_SECOND;
    this.stage = new Stage(hubs, pause, soak.findings());
    this.doors = new Doors(this);
    this.bySlot = new AtomicReferenceArray<>(connections);
    this.datagrams = new AtomicReferenceArray<>(1 + connections / CONNECTIONS_FOR_A_DATAGRAM_PAIR);
  }

  // --- for those who take part ---

  int number() {
    return number;
  }

  Stage stage() {
    return stage;
  }

  Doors doors() {
    return doors;
  }

  StallWatch watch() {
    return watch;
  }

  Tally tally() {
    return tally;
  }

  Findings findings() {
    return soak.findings();
  }

  Tls tls() {
    return soak.tls();
  }

  /** The live connection of that number. */
  @Nullable Connection connection(long which) {
    return live.get(which);
  }

  /** Any live one, if there is one at the place that is looked at. */
  @Nullable Connection anyConnection(SplittableRandom random) {
    return bySlot.get(random.nextInt(connections));
  }

  /** A greenlet that waits for datagrams, or did. */
  @Nullable Greenlet<?> datagramsVictim(SplittableRandom random) {
    Datagrams pair = datagrams.get(random.nextInt(datagrams.length()));
    return pair == null ? null : pair.greenlet(random.nextInt(2));
  }

  /** What came out of something that nothing may come out of. */
  void mustBeNull(@Nullable Throwable e) {
    if (e != null) {
      findings().add("round " + number, e);
    }
  }

  // --- running it ---

  /** Runs it for that long, or until something is wrong; then ends all. */
  void run(long nanos, Progress progress) throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(soak.options().seed() + number);
    doors.open();
    for (int slot = 0; slot < connections; slot++) {
      start(slot, random);
    }
    for (int i = 0; i < datagrams.length(); i++) {
      startDatagrams(i, random.split());
    }
    for (Place place : List.of(Place.FIRST_HUB, Place.PLATFORM_THREAD)) {
      Killer killer = new Killer(this, 5 + connections / 100, random.split());
      stage.start(place, "killer", killer::run, this::mustBeNull);
    }
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0 && !findings().any()) {
      look(progress, end - System.nanoTime());
    }
    stage.stop();
    while (slots.get() > 0 && !findings().any()) {
      look(progress, TimeUnit.SECONDS.toNanos(1));
    }
    doors.close();
    while (stage.running() > 0 && !findings().any()) {
      look(progress, TimeUnit.SECONDS.toNanos(1));
    }
    if (findings().any()) {
      findings().seal();
    }
  }

  private void look(Progress progress, long mostNanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(Math.min(mostNanos, TimeUnit.SECONDS.toNanos(1)));
    watch.look(stage.hubs());
    progress.tell(this + ": " + tally.line());
  }

  private void start(int slot, SplittableRandom random) {
    slots.incrementAndGet();
    Place place = random.nextInt(10) == 0 ? Place.VIRTUAL_THREAD : Place.hub(random);
    stage.start(
        place,
        "slot " + slot,
        () -> fill(slot),
        e -> {
          mustBeNull(e);
          slots.decrementAndGet();
        });
  }

  /** One connection after the other. */
  private void fill(int slot) throws IOException, InterruptedException {
    while (!stage.stopping()) {
      long next = soak.nextConnection();
      Connection connection = new Connection(this, next, Plan.of(soak.options().seed(), next));
      live.put(next, connection);
      bySlot.set(slot, connection);
      watch.add(connection);
      connection.live();
      watch.remove(connection);
      bySlot.set(slot, null);
      live.remove(next);
      tally.add(Tally.Of.CONNECTIONS);
    }
  }

  private void startDatagrams(int which, SplittableRandom random) {
    slots.incrementAndGet();
    stage.start(
        Place.hub(random),
        "datagrams " + which,
        () -> {
          while (!stage.stopping()) {
            Datagrams pair = new Datagrams(this, soak.nextConnection(), random.split());
            datagrams.set(which, pair);
            pair.begin();
            while (!pair.over()) {
              Thread.sleep(20);
            }
            datagrams.set(which, null);
          }
        },
        e -> {
          mustBeNull(e);
          slots.decrementAndGet();
        });
  }

  /** What its hubs have done. */
  List<HubStats> stats() {
    List<HubStats> all = new ArrayList<>();
    for (Hub hub : stage.hubs()) {
      all.add(hub.stats());
    }
    return all;
  }

  @Override
  public String toString() {
    int hubs = stage.hubs().size();
    return "round %d, %,d connections at once on %s"
        .formatted(number, connections, hubs == 1 ? "one hub" : hubs + " hubs");
  }
}
