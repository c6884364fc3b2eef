package greenloom.stress.toolbox;

import static greenloom.Greenloom.spawn;

import greenloom.Greenlet;
import greenloom.Pool;
import greenloom.Scope;
import greenloom.Scope.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Children: none outlives its scope, no pool has too many, all joiners of one see its end. */
final class FamilyTool implements Tool {
  private static final int PLACES = 2;

  /** What a scope fails with. */
  private static final class Given extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final AtomicInteger outlived = new AtomicInteger();
  private final AtomicInteger tooMany = new AtomicInteger();
  private final AtomicInteger misordered = new AtomicInteger();
  private final AtomicInteger unended = new AtomicInteger();

  @Override
  public String play(Turn turn) {
    return switch (turn.pick(3)) {
      case 0 -> scope(turn);
      case 1 -> pool(turn);
      default -> child(turn);
    };
  }

  private String scope(Turn turn) {
    AtomicInteger alive = new AtomicInteger();
    Code<String> body =
        scope -> {
          for (int i = turn.pick(4); i >= 0; i--) {
            scope.spawn(() -> live(turn, alive));
          }
          turn.dwell();
          if (turn.pick(3) == 0) {
            throw new Given();
          }
          return "scope";
        };
    try {
      return turn.pick(2) == 0 ? Scope.call(body) : Scope.collect(body);
    } catch (Given e) {
      return "scope failed";
    } finally {
      outlived.addAndGet(alive.get());
    }
  }

  private static void live(Turn turn, AtomicInteger alive) {
    alive.incrementAndGet();
    try {
      turn.dwell();
      if (turn.pick(6) == 0) {
        throw new Given();
      }
    } finally {
      alive.decrementAndGet();
    }
  }

  private String pool(Turn turn) {
    AtomicInteger alive = new AtomicInteger();
    List<Integer> items = IntStream.range(0, turn.pick(6)).boxed().toList();
    List<Integer> results = new ArrayList<>();
    Iterable<Integer> mapped =
        new Pool(PLACES)
            .imap(
                item -> {
                  if (alive.incrementAndGet() > PLACES) {
                    tooMany.incrementAndGet();
                  }
                  try {
                    turn.dwell();
                  } finally {
                    alive.decrementAndGet();
                  }
                  return item;
                },
                items);
    mapped.forEach(results::add);
    if (!results.equals(items)) {
      misordered.incrementAndGet();
    }
    return "pool";
  }

  private String child(Turn turn) {
    Greenlet<?> child = spawn(turn::dwell);
    Greenlet<?> joiner = spawn(() -> child.join());
    if (turn.pick(3) == 0) {
      child.killSoon();
    }
    if (turn.await(child::join, child::join)) {
      unended.addAndGet(child.ready() ? 0 : 1);
    }
    child.kill();
    joiner.join();
    unended.addAndGet(child.ready() && joiner.successful() ? 0 : 1);
    return child.killed() ? "child killed" : "child ended";
  }

  @Override
  public List<String> forgotten() {
    return List.of();
  }

  @Override
  public void close() {}

  @Override
  public List<String> wrong() {
    List<String> wrong = new ArrayList<>();
    note(wrong, outlived, "greenlets outlived their scope");
    note(wrong, tooMany, "times a pool had too many");
    note(wrong, misordered, "times a pool gave other results, or in another order");
    note(wrong, unended, "times a greenlet was joined that had not ended");
    return wrong;
  }

  private static void note(List<String> wrong, AtomicInteger count, String what) {
    if (count.get() > 0) {
      wrong.add(count + " " + what);
    }
  }
}
