package greenloom.stress.crossings;

import greenloom.sync.Event;
import greenloom.sync.GreenQueue;
import greenloom.sync.GreenSemaphore;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Words that do not wait, called by threads at once, answer as if they were called one after the
 * other in some order. {@code -Dgreenloom.lincheck=N} makes N scenarios of each.
 */
@EnabledIfSystemProperty(named = "greenloom.crossings", matches = "true")
class LincheckIT {
  private static final int SCENARIOS = Integer.getInteger("greenloom.lincheck", 3);

  private static void check(Class<?> words, Class<?> asIf) {
    new StressOptions()
        .iterations(SCENARIOS)
        .invocationsPerIteration(300)
        .sequentialSpecification(asIf)
        .check(words);
    new ModelCheckingOptions()
        .iterations(SCENARIOS)
        .invocationsPerIteration(100)
        .sequentialSpecification(asIf)
        .check(words);
  }

  @Test
  void queue_isLinearizable() {
    check(QueueWords.class, PlainQueue.class);
  }

  @Test
  void semaphore_isLinearizable() {
    check(SemaphoreWords.class, PlainSemaphore.class);
  }

  @Test
  void event_isLinearizable() {
    check(EventWords.class, PlainEvent.class);
  }

  /** A queue of two places. */
  @Param(name = "item", gen = IntGen.class, conf = "1:3")
  public static class QueueWords {
    private final GreenQueue<Integer> queue = GreenQueue.bounded(2);

    @Operation
    public boolean offer(@Param(name = "item") int item) {
      return queue.offer(item);
    }

    @Operation
    public Integer poll() {
      return queue.poll();
    }

    @Operation
    public Integer peek() {
      return queue.peek();
    }

    @Operation
    public int size() {
      return queue.size();
    }
  }

  /** The same by one thread. */
  public static class PlainQueue {
    private final Deque<Integer> items = new ArrayDeque<>();

    public boolean offer(int item) {
      return items.size() < 2 && items.add(item);
    }

    public Integer poll() {
      return items.poll();
    }

    public Integer peek() {
      return items.peek();
    }

    public int size() {
      return items.size();
    }
  }

  /** A semaphore of two permits. */
  public static class SemaphoreWords {
    private final GreenSemaphore semaphore = new GreenSemaphore(2);

    @Operation
    public boolean tryAcquire() {
      return semaphore.tryAcquire();
    }

    @Operation
    public void release() {
      semaphore.release();
    }

    @Operation
    public int permits() {
      return semaphore.permits();
    }
  }

  /** The same by one thread. */
  public static class PlainSemaphore {
    private int permits = 2;

    public boolean tryAcquire() {
      if (permits == 0) {
        return false;
      }
      permits--;
      return true;
    }

    public void release() {
      permits++;
    }

    public int permits() {
      return permits;
    }
  }

  /** An event. */
  public static class EventWords {
    private final Event event = new Event();

    @Operation
    public void set() {
      event.set();
    }

    @Operation
    public void clear() {
      event.clear();
    }

    @Operation
    public boolean isSet() {
      return event.isSet();
    }
  }

  /** The same by one thread. */
  public static class PlainEvent {
    private boolean set;

    public void set() {
      set = true;
    }

    public void clear() {
      set = false;
    }

    public boolean isSet() {
      return set;
    }
  }
}
