package greenloom.process;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/** The permits of a shared semaphore, how many each process has, and who waits for one. */
final class ServedSemaphore extends Served {
  // under the guard
  private final Queue<Request> waiting = new ArrayDeque<>();
  private final Map<Party, Integer> taken = new HashMap<>();
  private int permits;

  ServedSemaphore(int permits) {
    this.permits = permits;
  }

  @Override
  void handle(Request r) {
    concerns(r.party());
    switch (r.op()) {
      case LOCK -> {
        if (permits > 0) {
          give(r);
        } else {
          waiting.add(r);
        }
      }
      case TRY_LOCK -> {
        if (permits > 0) {
          give(r);
        } else {
          answer(r);
        }
      }
      case UNLOCK -> {
        taken.computeIfPresent(r.party(), (p, n) -> n == 1 ? null : n - 1);
        permits++;
        next();
        answer(r);
      }
      case SIZE -> answer(r, Blob.of(permits));
      default -> throw senseless(r);
    }
  }

  private void give(Request r) {
    permits--;
    taken.merge(r.party(), 1, Integer::sum);
    answer(r, Blob.YES);
  }

  private void next() {
    while (permits > 0 && !waiting.isEmpty()) {
      give(waiting.remove());
    }
  }

  @Override
  boolean forget(Request r) {
    return waiting.remove(r);
  }

  @Override
  void forget(Party p) {
    waiting.removeIf(r -> r.party() == p);
    Integer left = taken.remove(p);
    permits += left == null ? 0 : left;
    next();
  }

  @Override
  void end() {
    waiting.forEach(r -> fail(r, new IllegalStateException("this semaphore was closed")));
    waiting.clear();
  }
}
