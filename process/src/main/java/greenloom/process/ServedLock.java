package greenloom.process;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A shared lock: who has it, and who waits for it. An owner is a thread of a process. If its
 * process dies it belongs to the next, who is told that it was abandoned.
 */
final class ServedLock extends Served {
  // under the guard
  private final Queue<Request> waiting = new ArrayDeque<>();
  private @Nullable Party party; // the owner's; null if it is free
  private long thread; // the owner's
  private long holds;
  private long fence;
  private boolean abandoned;

  @Override
  void handle(Request r) {
    concerns(r.party());
    switch (r.op()) {
      case LOCK -> {
        if (!take(r)) {
          waiting.add(r);
        }
      }
      case TRY_LOCK -> {
        if (!take(r)) {
          answer(r);
        }
      }
      case UNLOCK -> unlock(r);
      case GET -> answer(r, ownedBy(r) ? Blob.YES : Blob.NO, party == null ? Blob.NO : Blob.YES);
      default -> throw senseless(r);
    }
  }

  private boolean ownedBy(Request r) {
    return party == r.party() && thread == r.number(0);
  }

  private boolean take(Request r) {
    if (ownedBy(r)) {
      holds++;
      answer(r, Blob.of(fence), Blob.NO);
      return true;
    }
    if (party != null) {
      return false;
    }
    hand(r);
    return true;
  }

  private void hand(Request r) {
    party = r.party();
    thread = r.number(0);
    holds = 1;
    fence++;
    Blob left = abandoned ? Blob.YES : Blob.NO;
    abandoned = false;
    answer(r, Blob.of(fence), left); // who is gone is forgotten, and what it owned with it
  }

  private void unlock(Request r) {
    if (!ownedBy(r)) {
      throw new IllegalMonitorStateException(
          party == null ? "nobody holds this lock" : "only the owner of a lock may let go of it");
    }
    holds--;
    if (holds == 0) {
      next();
    }
    answer(r);
  }

  private void next() {
    party = null;
    Request r = waiting.poll();
    if (r != null) {
      hand(r);
    }
  }

  @Override
  boolean forget(Request r) {
    return waiting.remove(r);
  }

  @Override
  void forget(Party p) {
    waiting.removeIf(r -> r.party() == p);
    if (party == p) {
      abandoned = true;
      next();
    }
  }

  @Override
  void end() {
    waiting.forEach(r -> fail(r, new IllegalStateException("this lock was closed")));
    waiting.clear();
  }
}
