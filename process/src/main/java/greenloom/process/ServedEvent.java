package greenloom.process;

import java.util.ArrayDeque;
import java.util.Queue;

/** A shared flag, and those who wait until it is set. */
final class ServedEvent extends Served {
  // under the guard
  private final Queue<Request> waiting = new ArrayDeque<>();
  private boolean set;

  @Override
  void handle(Request r) {
    concerns(r.party());
    switch (r.op()) {
      case SET -> {
        set = true;
        waiting.forEach(w -> answer(w));
        waiting.clear();
        answer(r);
      }
      case CLEAR -> {
        set = false;
        answer(r);
      }
      case GET -> answer(r, set ? Blob.YES : Blob.NO);
      case AWAIT -> {
        if (set) {
          answer(r);
        } else {
          waiting.add(r);
        }
      }
      default -> throw senseless(r);
    }
  }

  @Override
  boolean forget(Request r) {
    return waiting.remove(r);
  }

  @Override
  void forget(Party p) {
    waiting.removeIf(r -> r.party() == p);
  }

  @Override
  void end() {
    waiting.forEach(r -> fail(r, new IllegalStateException("this event was closed")));
    waiting.clear();
  }
}
