package greenloom.stress.toolbox;

import greenloom.sync.GreenCondition;
import greenloom.sync.GreenLock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A buffer with a lock and two conditions that wake one at a time: no signal is lost. */
final class BufferTool implements Tool {
  private static final int CAPACITY = 2;

  private final GreenLock lock = new GreenLock();
  private final GreenCondition notFull = lock.newCondition();
  private final GreenCondition notEmpty = lock.newCondition();
  private final Items items = new Items();
  private final Waiting putting = new Waiting();
  private final Waiting taking = new Waiting();

  // under the lock
  private final Deque<Long> buffer = new ArrayDeque<>();
  private boolean closed;

  @Override
  public String play(Turn turn) {
    lock.lock();
    try {
      return turn.pick(2) == 0 ? put(turn) : take(turn);
    } finally {
      lock.unlock();
    }
  }

  private String put(Turn turn) {
    if (!await(turn, putting, notFull, () -> buffer.size() < CAPACITY)) {
      return "full";
    }
    long item = items.next();
    buffer.add(item);
    items.put(item);
    notEmpty.signal();
    return "put";
  }

  private String take(Turn turn) {
    if (!await(turn, taking, notEmpty, () -> !buffer.isEmpty())) {
      return "empty";
    }
    items.taken(buffer.remove());
    notFull.signal();
    return "taken";
  }

  /** Who leaves without what it was woken for hands the signal on: the condition may still hold. */
  private boolean await(
      Turn turn, Waiting waiting, GreenCondition condition, BooleanSupplier there) {
    while (!there.getAsBoolean() && !closed) {
      if (!waiting.during(() -> turn.await(condition::await, condition::await))) {
        break;
      }
    }
    return there.getAsBoolean() && !closed;
  }

  @Override
  public List<String> forgotten() {
    List<String> forgotten = new ArrayList<>();
    if (taking.any() && !buffer.isEmpty()) {
      forgotten.add("takers: " + taking + " at a buffer of " + buffer.size());
    }
    if (putting.any() && buffer.size() < CAPACITY) {
      forgotten.add("putters: " + putting + " at a buffer of " + buffer.size());
    }
    return forgotten;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      notFull.signalAll();
      notEmpty.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<String> wrong() {
    List<String> wrong = items.wrong("a buffer", buffer);
    if (lock.isLocked()) {
      wrong.add("nobody is left, and locked is " + lock);
    }
    return wrong;
  }
}
