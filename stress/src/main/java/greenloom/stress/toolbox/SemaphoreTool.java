package greenloom.stress.toolbox;

import greenloom.sync.GreenSemaphore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Permits that are taken and given back: never too many are out, in the end all are back. */
final class SemaphoreTool implements Tool {
  private static final int PERMITS = 2;

  private final GreenSemaphore semaphore = GreenSemaphore.bounded(PERMITS);
  private final AtomicInteger out = new AtomicInteger();
  private final AtomicInteger tooMany = new AtomicInteger();
  private final Waiting waiting = new Waiting();

  @Override
  public String play(Turn turn) {
    boolean had =
        turn.pick(4) == 0
            ? semaphore.tryAcquire()
            : waiting.during(() -> turn.await(semaphore::acquire, semaphore::tryAcquire));
    if (!had) {
      return "no permit";
    }
    if (out.incrementAndGet() > PERMITS) {
      tooMany.incrementAndGet();
    }
    try {
      turn.dwell();
    } finally {
      out.decrementAndGet();
      semaphore.release();
    }
    return "permit";
  }

  @Override
  public List<String> forgotten() {
    return waiting.any() ? List.of(waiting + " for a permit: " + semaphore) : List.of();
  }

  @Override
  public void close() {}

  @Override
  public List<String> wrong() {
    List<String> wrong = new ArrayList<>();
    if (tooMany.get() > 0) {
      wrong.add(tooMany + " times too many had a permit");
    }
    if (semaphore.permits() != PERMITS) {
      wrong.add("permits are lost or made: " + semaphore);
    }
    return wrong;
  }
}
