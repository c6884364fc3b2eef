package greenloom.benchmarks;

import com.softwaremill.jox.Channel;
import greenloom.sync.GreenQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One who puts items and one who takes them, by the queue that each rival offers for that. */
record Handover(Batch putter, Batch taker) {
  /** Puts one item. */
  @FunctionalInterface
  private interface Sink {
    void put(Object item) throws Exception;
  }

  /** By a queue of ours; the putter waits for the taker if {@code capacity} is 0. */
  static Handover ofOurs(int items, int capacity) {
    GreenQueue<Object> queue =
        capacity == 0 ? GreenQueue.rendezvous() : GreenQueue.bounded(capacity);
    return by(items, queue::put, queue::take);
  }

  /** By a queue of the JDK. */
  static Handover ofTheJdk(int items, int capacity) {
    BlockingQueue<Object> queue =
        capacity == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(capacity);
    return by(items, queue::put, queue::take);
  }

  /** By a channel of jox. */
  static Handover ofJox(int items, int capacity) {
    Channel<Object> channel =
        capacity == 0 ? Channel.newRendezvousChannel() : Channel.newBufferedChannel(capacity);
    return by(items, channel::send, channel::receive);
  }

  /** By one field, at which both spin: the least that two processors need. */
  static Handover bySpinning(int items) {
    AtomicReference<@Nullable Object> slot = new AtomicReference<>();
    return by(
        items,
        item -> {
          while (slot.get() != null) {
            Thread.onSpinWait();
          }
          slot.set(item);
        },
        () -> {
          Object item = slot.get();
          while (item == null) {
            Thread.onSpinWait();
            item = slot.get();
          }
          slot.set(null);
          return item;
        });
  }

  /** The putter returns nothing of what it did: the taker counts. */
  private static Handover by(int items, Sink sink, Callable<Object> source) {
    return new Handover(
        () -> {
          Object item = new Object();
          for (int i = 0; i < items; i++) {
            sink.put(item);
          }
          return 0;
        },
        () -> {
          long taken = 0;
          for (int i = 0; i < items; i++) {
            taken += source.call() != null ? 1 : 0;
          }
          return taken;
        });
  }

  /** Returns both, to be run side by side. */
  Batch[] parties() {
    return new Batch[] {putter, taker};
  }
}
