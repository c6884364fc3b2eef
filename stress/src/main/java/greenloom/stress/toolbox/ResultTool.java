package greenloom.stress.toolbox;

import greenloom.sync.AsyncResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Results that are set once, by the first of several, and are the same for all. */
final class ResultTool implements Tool {
  /** One of them, and how many set it. */
  private static final class Race {
    final AsyncResult<Integer> result = new AsyncResult<>();
    final AtomicInteger winners = new AtomicInteger();
  }

  private volatile Race race = new Race();
  private final AtomicInteger names = new AtomicInteger();
  private final AtomicInteger notOneWinner = new AtomicInteger();
  private final AtomicInteger seenAnother = new AtomicInteger();
  private final Waiting waiting = new Waiting();

  @Override
  public String play(Turn turn) {
    Race now = race;
    if (turn.pick(3) > 0) {
      AtomicReference<@Nullable Integer> seen = new AtomicReference<>();
      boolean came =
          waiting.during(
              () -> turn.await(() -> seen.set(now.result.get()), limit -> now.result.await(limit)));
      return came ? check(now, seen.get()) : "none yet";
    }
    int name = names.incrementAndGet();
    if (!now.result.set(name)) {
      return "too late";
    }
    if (now.winners.incrementAndGet() != 1) {
      notOneWinner.incrementAndGet();
    }
    race = new Race(); // nobody else of this race gets here
    return "set";
  }

  private String check(Race race, @Nullable Integer seen) {
    Integer value = race.result.value();
    if (value == null || (seen != null && !seen.equals(value))) {
      seenAnother.incrementAndGet();
    }
    return "got";
  }

  @Override
  public List<String> forgotten() {
    return List.of(); // who waits for the one that is not set yet, may
  }

  @Override
  public void close() {
    race.result.set(0);
  }

  @Override
  public List<String> wrong() {
    List<String> wrong = new ArrayList<>();
    if (notOneWinner.get() > 0) {
      wrong.add(notOneWinner + " results had more than one winner");
    }
    if (seenAnother.get() > 0) {
      wrong.add(seenAnother + " times somebody saw another result");
    }
    return wrong;
  }
}
