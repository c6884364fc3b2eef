package greenloom.stress.toolbox;

import greenloom.hub.Hub;
import greenloom.stress.Findings;
import greenloom.sync.GreenQueue;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Players at one table with one box of tools, all of whose choices come from a seed. Some have time
 * limits on all their waits and play so many turns; some wait for good, and go when those have
 * gone. One of them is killed every now and then and begins again.
 */
final class Game {
  private static final int PLAYERS = 12;
  private static final int PATIENT = 4; // so that there is one of each kind of thread
  private static final int TURNS = 600;

  private final long seed;
  private final Table table;
  private final Findings findings;
  private final Score score;
  private final Random random;
  private final List<Tool> tools = new ArrayList<>();
  private final List<Player> players = new ArrayList<>();
  private final List<Table.Seat> seats = new ArrayList<>();

  private Game(long seed, Table table, Findings findings) {
    this.seed = seed;
    this.table = table;
    this.findings = findings;
    this.score = new Score(findings);
    this.random = new Random(seed);
  }

  /** Plays on one hub with a clock that jumps, where a seed repeats everything. */
  static Score onOneHub(long seed, Findings findings) {
    Score[] score = new Score[1];
    try {
      TestHub.virtual()
          .shuffled(seed)
          .run(() -> {
            Game game = new Game(seed, Table.ofOneHub(), findings);
            score[0] = game.score;
            game.play();
          });
    } catch (Throwable e) {
      findings.add("seed " + seed + " on one hub", e);
    }
    return score[0];
  }

  /** Plays on threads of all kinds, where a seed repeats the choices alone. */
  static Score onAllKinds(long seed, Findings findings) {
    try (Hub one = Hub.start("one");
        Hub other = Hub.start("other")) {
      Game game = new Game(seed, Table.ofAllKinds(one, other), findings);
      game.play();
      return game.score;
    }
  }

  private void play() {
    layTools();
    for (int i = 0; i < PLAYERS; i++) {
      players.add(player(i));
      seats.add(table.seat(i, players.get(i)));
    }
    while (anyHasty()) {
      killSomebody();
    }
    players.forEach(Player::stop);
    awaitUntil("waits for what is there", this::nobodyForgotten);
    for (Tool tool : tools) {
      note(tool.forgotten());
    }
    awaitUntil("does not go", this::allGone);
    for (Tool tool : tools) {
      note(tool.wrong());
    }
  }

  private void layTools() {
    tools.add(new SemaphoreTool());
    tools.add(new LockTool());
    tools.add(new BufferTool());
    tools.add(new EventTool());
    tools.add(new ResultTool());
    tools.add(new QueueTool("unbounded", GreenQueue.unbounded(), Integer.MAX_VALUE));
    tools.add(new QueueTool("bounded", GreenQueue.bounded(2), 2));
    tools.add(new QueueTool("rendezvous", GreenQueue.rendezvous(), 0));
    tools.add(new QueueTool("lifo", GreenQueue.lifo(), Integer.MAX_VALUE));
    Comparator<Long> order = Comparator.reverseOrder();
    tools.add(new QueueTool("priority", GreenQueue.priority(order), Integer.MAX_VALUE));
  }

  private Player player(int i) {
    boolean patient = i < PATIENT;
    Turn turn = new Turn(new Random(seed * PLAYERS + i), table.unit(), patient);
    List<Tool> its = new ArrayList<>(tools);
    if (table.green(i)) {
      its.add(new FamilyTool());
    }
    String name = (patient ? "patient " : "hasty ") + i;
    return new Player(name, turn, its, score, patient ? Integer.MAX_VALUE : TURNS);
  }

  private boolean anyHasty() {
    for (int i = 0; i < PLAYERS; i++) {
      if (!players.get(i).patient() && (players.get(i).wants() || !seats.get(i).free())) {
        return true;
      }
    }
    return false;
  }

  /** And lets whoever was killed before begin again. */
  private void killSomebody() {
    Table.pause(table.unit().multipliedBy(random.nextInt(6)));
    seats.get(random.nextInt(PLAYERS)).kill();
    for (int i = 0; i < PLAYERS; i++) {
      if (seats.get(i).free() && players.get(i).wants()) {
        seats.set(i, table.seat(i, players.get(i)));
      }
    }
  }

  private boolean nobodyForgotten() {
    return tools.stream().allMatch(tool -> tool.forgotten().isEmpty());
  }

  private boolean allGone() {
    tools.forEach(Tool::close);
    return seats.stream().allMatch(Table.Seat::free);
  }

  private void awaitUntil(String what, BooleanSupplier done) {
    long slices = 1_000;
    Duration slice = table.patience().dividedBy(slices);
    Table.pause(slice); // those who have begun something end it
    while (!done.getAsBoolean()) {
      if (slices-- == 0) {
        findings.add("seed " + seed + ": somebody " + what + "\n" + table.dump());
        return;
      }
      Table.pause(slice);
    }
  }

  private void note(List<String> wrong) {
    wrong.forEach(w -> findings.add("seed " + seed + ": " + w));
  }
}
