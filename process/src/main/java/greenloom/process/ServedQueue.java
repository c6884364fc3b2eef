package greenloom.process;

import greenloom.sync.QueueShutDownException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * The items of a queue, first come, first served, and those who wait for items or for room. As one
 * way of a pipe it is shut down when a process goes that has used it, and its capacity is in bytes.
 */
final class ServedQueue extends Served {
  /** So many are given at a time to who takes some. */
  private static final int SOME = 64;

  private static final long SOME_BYTES = 256 * 1024;

  private final int capacity;
  private final boolean pipe;

  // under the guard
  private final Deque<Blob> items = new ArrayDeque<>();
  private final Queue<Request> takers = new ArrayDeque<>();
  private final Queue<Request> putters = new ArrayDeque<>();
  private final Set<Party> users = new HashSet<>(); // of a pipe
  private long bytes; // of the items
  private boolean shutDown;

  ServedQueue(int capacity, boolean pipe) {
    this.capacity = capacity;
    this.pipe = pipe;
  }

  @Override
  void handle(Request r) {
    concerns(r.party());
    if (pipe) {
      users.add(r.party());
    }
    switch (r.op()) {
      case PUT -> {
        refuseIfShutDown();
        if (putNow(r.value(0))) {
          answer(r);
        } else {
          putters.add(r);
        }
      }
      case OFFER -> {
        refuseIfShutDown();
        answer(r, putNow(r.value(0)) ? Blob.YES : Blob.NO);
      }
      case TAKE -> {
        if (!items.isEmpty()) {
          give(r, takeNow());
        } else if (shutDown) {
          fail(r, ended());
        } else {
          takers.add(r);
        }
      }
      case POLL -> {
        if (!items.isEmpty()) {
          give(r, takeNow());
        } else if (shutDown) {
          fail(r, ended());
        } else {
          answer(r);
        }
      }
      case TAKE_SOME -> {
        if (!items.isEmpty()) {
          giveSome(r);
        } else if (shutDown) {
          fail(r, ended());
        } else {
          takers.add(r);
        }
      }
      case PUT_BACK -> {
        putBack(r.value(0));
        answer(r);
      }
      case SIZE -> answer(r, Blob.of(items.size()));
      case SHUT_DOWN -> {
        shutDown();
        answer(r);
      }
      default -> throw senseless(r);
    }
    dropIfDone();
  }

  /** Nobody puts into a pipe that is shut down, or has more to take from an empty one. */
  private void dropIfDone() {
    if (pipe && shutDown && items.isEmpty()) {
      useless();
    }
  }

  private void refuseIfShutDown() {
    if (shutDown) {
      throw new QueueShutDownException(
          pipe
              ? "the other end of this pipe is closed"
              : "this queue was shut down and takes no more items");
    }
  }

  private RuntimeException ended() {
    return new QueueShutDownException(
        pipe ? "this pipe is closed and empty" : "this queue was shut down and is empty");
  }

  private boolean putNow(Blob item) {
    Request taker = takers.poll();
    if (taker != null) {
      give(taker, item);
      return true;
    }
    boolean room = room();
    if (room) {
      items.add(kept(item));
    }
    return room;
  }

  private boolean room() {
    return (pipe ? bytes : items.size()) < capacity;
  }

  private Blob kept(Blob item) {
    bytes += item.length();
    return item.compact();
  }

  private Blob takeNow() {
    Blob item = items.remove();
    bytes -= item.length();
    while (!putters.isEmpty() && room()) {
      Request putter = putters.remove();
      items.add(kept(putter.value(0)));
      answer(putter);
    }
    return item;
  }

  private void giveSome(Request taker) {
    List<Blob> some = new ArrayList<>();
    long size = 0;
    while (!items.isEmpty() && some.size() < SOME && size < SOME_BYTES) {
      Blob item = takeNow();
      some.add(item);
      size += item.length();
    }
    give(taker, some.toArray(new Blob[0]));
  }

  /** Gives items to {@code taker}; if that is gone, they come back to the front. */
  private void give(Request taker, Blob... some) {
    answer(
        taker,
        () -> {
          for (int i = some.length; i > 0; i--) {
            serve(new PutBack(some[i - 1]));
          }
        },
        some);
  }

  private void putBack(Blob item) {
    Request taker = takers.poll();
    if (taker != null) {
      give(taker, item);
    } else {
      items.addFirst(kept(item));
    }
  }

  /** What the queue asks of itself. */
  private static final class PutBack extends Request {
    PutBack(Blob item) {
      super(Party.HERE, Op.PUT_BACK, item);
    }

    @Override
    boolean answer(Blob... answer) {
      return true;
    }

    @Override
    void fail(Throwable e) {}
  }

  private void shutDown() {
    shutDown = true;
    for (Request r : putters) {
      if (pipe) { // it was sent before
        items.add(kept(r.value(0)));
        answer(r);
      } else {
        fail(r, ended());
      }
    }
    putters.clear();
    takers.forEach(r -> fail(r, ended())); // there are none while there are items
    takers.clear();
  }

  @Override
  boolean forget(Request r) {
    return takers.remove(r) || putters.remove(r);
  }

  @Override
  void forget(Party p) {
    takers.removeIf(r -> r.party() == p);
    if (!pipe) {
      putters.removeIf(r -> r.party() == p);
    } else if (users.contains(p)) {
      shutDown();
      dropIfDone();
    }
  }

  @Override
  void end() {
    items.clear();
    shutDown();
  }
}
