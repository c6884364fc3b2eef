package greenloom.hub;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Timers in any order, of which the soonest comes out first. The hub's carrier only.
 *
 * <p>A heap with four children to a node, which is flatter than a binary one, and in which each
 * timer knows its place, so that a cancelled one goes at once.
 */
final class TimerHeap {
  private static final int FANOUT = 4;

  private Timer[] heap = new Timer[16];
  private int size;

  void add(Timer t) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    up(size++, t);
  }

  /** The soonest timer, or null. */
  @Nullable Timer first() {
    return size == 0 ? null : heap[0];
  }

  /** Takes {@code t} out; returns false if it is not in. */
  boolean remove(Timer t) {
    int i = t.place;
    if (i < 0) {
      return false;
    }
    t.place = -1;
    Timer last = heap[--size];
    clear(size);
    if (last != t) {
      if (i > 0 && last.before(heap[(i - 1) / FANOUT])) {
        up(i, last);
      } else {
        down(i, last);
      }
    }
    shrink();
    return true;
  }

  int size() {
    return size;
  }

  @SuppressWarnings("NullAway") // beyond size nothing is read
  private void clear(int i) {
    heap[i] = null;
  }

  private void shrink() {
    if (heap.length > 1024 && size < heap.length / 8) {
      heap = Arrays.copyOf(heap, heap.length / 4);
    }
  }

  private void up(int at, Timer t) {
    int i = at;
    while (i > 0) {
      int parent = (i - 1) / FANOUT;
      Timer p = heap[parent];
      if (!t.before(p)) {
        break;
      }
      put(i, p);
      i = parent;
    }
    put(i, t);
  }

  private void down(int at, Timer t) {
    int i = at;
    while (true) {
      int child = i * FANOUT + 1;
      if (child >= size) {
        break;
      }
      int best = child;
      int end = Math.min(child + FANOUT, size);
      for (int c = child + 1; c < end; c++) {
        if (heap[c].before(heap[best])) {
          best = c;
        }
      }
      if (!heap[best].before(t)) {
        break;
      }
      put(i, heap[best]);
      i = best;
    }
    put(i, t);
  }

  private void put(int i, Timer t) {
    heap[i] = t;
    t.place = i;
  }
}
