package greenloom.stress.toolbox;

import static greenloom.Greenloom.spawnOn;

import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Where players sit: on hubs, and on threads of other kinds. */
final class Table {
  /** What a player runs in. */
  interface Seat {
    /** Returns whether whoever sat here has gone. */
    boolean free();

    /** Kills whoever sits here, if that is possible. */
    void kill();
  }

  private final List<Hub> hubs;
  private final Duration unit;
  private final Duration patience;
  private final boolean others;

  private Table(List<Hub> hubs, Duration unit, Duration patience, boolean others) {
    this.hubs = List.copyOf(hubs);
    this.unit = unit;
    this.patience = patience;
    this.others = others;
  }

  /** The calling greenlet's hub, whose clock jumps. */
  static Table ofOneHub() {
    return new Table(List.of(Hub.current()), Duration.ofMillis(1), Duration.ofHours(1), false);
  }

  /** Two hubs, platform threads and virtual threads of the JDK, on the machine's clock. */
  static Table ofAllKinds(Hub one, Hub other) {
    return new Table(List.of(one, other), Duration.ofNanos(30_000), Duration.ofSeconds(20), true);
  }

  /** How long the shortest wait of a player is. */
  Duration unit() {
    return unit;
  }

  /** How long it takes, at the very most, until those who can go on have gone on. */
  Duration patience() {
    return patience;
  }

  /** Returns whether players at place {@code i} run in greenlets. */
  boolean green(int i) {
    return !others || i % 4 < 2;
  }

  /** Starts a player at place {@code i}. */
  Seat seat(int i, Player player) {
    if (green(i)) {
      return seat(spawnOn(hubs.get(i % hubs.size()), player::run).named(player.toString()));
    }
    Thread.Builder kind = i % 4 == 2 ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
    return seat(kind.name(player.toString()).start(() -> playAlone(player)));
  }

  /** Others will answer it, who may not have touched what it waits for when it begins to wait. */
  private static void playAlone(Player player) {
    try (Hub.Hold _ = Hub.current().keepOpen()) {
      player.run();
    }
  }

  private static Seat seat(Greenlet<?> greenlet) {
    return new Seat() {
      @Override
      public boolean free() {
        return greenlet.ready();
      }

      @Override
      public void kill() {
        greenlet.killSoon();
      }
    };
  }

  private static Seat seat(Thread thread) {
    return new Seat() {
      @Override
      public boolean free() {
        return !thread.isAlive();
      }

      @Override
      public void kill() {}
    };
  }

  /** Returns what everybody does, for a finding. */
  String dump() {
    List<String> dumps = new ArrayList<>();
    hubs.forEach(hub -> dumps.add(hub.dump()));
    if (others) {
      dumps.add(Hub.background().dump());
    }
    return String.join("\n", dumps);
  }

  /** Lets some time pass. */
  static void pause(Duration d) {
    Greenloom.sleep(d);
  }
}
