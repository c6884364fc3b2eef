package greenloom.stress.toolbox;

import greenloom.sync.GreenLock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A lock that is taken once or twice over: one is inside, and in the end nobody is. */
final class LockTool implements Tool {
  private final GreenLock lock = new GreenLock();
  private final AtomicInteger notAlone = new AtomicInteger();
  private final Waiting waiting = new Waiting();
  private int inside; // under the lock

  @Override
  public String play(Turn turn) {
    boolean had =
        turn.pick(4) == 0
            ? lock.tryLock()
            : waiting.during(() -> turn.await(lock::lock, lock::tryLock));
    if (!had) {
      return "no lock";
    }
    try {
      if (inside++ > 0) {
        notAlone.incrementAndGet();
      }
      try {
        again(turn);
      } finally {
        inside--;
      }
    } finally {
      lock.unlock();
    }
    return "lock";
  }

  private void again(Turn turn) {
    boolean twice = turn.pick(2) == 0 && lock.tryLock(turn.some());
    try {
      turn.dwell();
    } finally {
      if (twice) {
        lock.unlock();
      }
    }
  }

  @Override
  public List<String> forgotten() {
    return waiting.any() ? List.of(waiting + " for a lock: " + lock) : List.of();
  }

  @Override
  public void close() {}

  @Override
  public List<String> wrong() {
    List<String> wrong = new ArrayList<>();
    if (notAlone.get() > 0) {
      wrong.add(notAlone + " times somebody was not alone in a lock");
    }
    if (lock.isLocked()) {
      wrong.add("nobody is left, and locked is " + lock);
    }
    return wrong;
  }
}
