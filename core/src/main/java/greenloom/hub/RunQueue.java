package greenloom.hub;

import greenloom.jdk.GreenTask;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The green threads that are ready, in the order they became so. The hub's carrier only.
 *
 * <p>A ring. With a seed it hands them out in a random order that the seed repeats, for tests that
 * must not depend on the order.
 */
final class RunQueue {
  private @Nullable GreenTask[] ring = new GreenTask[256];
  private int head;
  private int size;
  private int room = ring.length; // no more are put in without a look at what has to be done first
  private final @Nullable Random shuffle;
  private @Nullable Onlookers onlookers;

  RunQueue(@Nullable Long seed) {
    shuffle = seed == null ? null : new Random(seed);
  }

  void add(GreenTask task) {
    if (size >= room) {
      lookUp(task);
    }
    ring[(head + size) & (ring.length - 1)] = task;
    size++;
  }

  @Nullable GreenTask poll() {
    if (size == 0) {
      return null;
    }
    if (shuffle != null) {
      swapIntoHead(shuffle.nextInt(size));
    }
    GreenTask task = ring[head];
    ring[head] = null;
    head = (head + 1) & (ring.length - 1);
    size--;
    return task;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** Tells {@code those} from now on who becomes ready; null for nobody. */
  void tell(@Nullable Onlookers those) {
    onlookers = those;
    room = those == null ? ring.length : 0;
  }

  private void lookUp(GreenTask task) {
    if (size == ring.length) {
      grow();
    }
    if (onlookers == null) {
      room = ring.length;
    } else {
      onlookers.ready(task);
    }
  }

  private void swapIntoHead(int offset) {
    int i = (head + offset) & (ring.length - 1);
    GreenTask picked = ring[i];
    ring[i] = ring[head];
    ring[head] = picked;
  }

  private void grow() {
    @Nullable GreenTask[] bigger = new GreenTask[ring.length * 2];
    int tail = ring.length - head;
    System.arraycopy(ring, head, bigger, 0, tail);
    System.arraycopy(ring, 0, bigger, tail, head);
    ring = bigger;
    head = 0;
  }
}
