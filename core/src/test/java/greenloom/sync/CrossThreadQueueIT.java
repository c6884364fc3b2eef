package greenloom.sync;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.testing.NothingLeft;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queues of all flavours between threads of all kinds, to their end; and results as futures. */
@ExtendWith(NothingLeft.class)
class CrossThreadQueueIT {
  private static final int ROUNDS = 500;

  static Stream<Supplier<GreenQueue<Long>>> queues() {
    return Stream.of(
        GreenQueue::rendezvous,
        () -> GreenQueue.bounded(3),
        GreenQueue::unbounded,
        GreenQueue::lifo,
        () -> GreenQueue.priority(Comparator.naturalOrder()));
  }

  @ParameterizedTest
  @MethodSource("queues")
  void everyItemIsTakenOnce_joined_andTheEndIsHeard(Supplier<GreenQueue<Long>> make)
      throws InterruptedException {
    GreenQueue<Long> q = make.get();
    AtomicLong numbers = new AtomicLong();
    AtomicInteger putters = new AtomicInteger(Everywhere.COPIES);
    AtomicInteger done = new AtomicInteger();
    ConcurrentLinkedQueue<Long> taken = new ConcurrentLinkedQueue<>();
    Everywhere.run(
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            q.put(numbers.incrementAndGet());
          }
          if (putters.decrementAndGet() == 0) {
            q.join();
            done.set(taken.size());
            q.shutdown();
          }
        },
        () -> {
          for (long item : q) {
            taken.add(item);
            q.taskDone();
          }
        });
    int n = Everywhere.COPIES * ROUNDS;
    assertThat(taken).hasSize(n);
    assertThat(new HashSet<>(taken)).hasSize(n);
    assertThat(done.get()).as("taken when the join was over").isEqualTo(n);
  }

  /** At a moment of its own: an item was refused, taken, or given back, and only one of these. */
  @ParameterizedTest
  @MethodSource("queues")
  void shutdownNow_amongPutsAndTakes_losesNothing(Supplier<GreenQueue<Long>> make)
      throws InterruptedException {
    GreenQueue<Long> q = make.get();
    AtomicLong numbers = new AtomicLong();
    ConcurrentLinkedQueue<Long> in = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Long> out = new ConcurrentLinkedQueue<>();
    AtomicInteger left = new AtomicInteger(400);
    Everywhere.run(
        () -> {
          Random random = new Random();
          try {
            while (true) {
              long item = numbers.incrementAndGet();
              if (q.offer(item, Duration.ofNanos(random.nextInt(300_000)))) {
                in.add(item);
              }
              if (left.decrementAndGet() == 0) {
                out.addAll(q.shutdownNow());
              }
            }
          } catch (QueueShutDownException e) {
            // what it held was not put in
          }
        },
        () -> {
          for (long item : q) {
            out.add(item);
          }
        });
    Set<Long> all = new HashSet<>(out);
    assertThat(all).hasSameSizeAs(out).isEqualTo(new HashSet<>(in)).isNotEmpty();
    assertThat(q.size()).isZero();
  }

  @Test
  void resultAndFuture_setFromBothSides_agree() throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      CompletableFuture<Integer> source = new CompletableFuture<>();
      AsyncResult<Integer> result = AsyncResult.of(source);
      CompletableFuture<Integer> future = result.toCompletableFuture();
      AtomicInteger names = new AtomicInteger();
      List<Integer> seen = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
      Everywhere.run(
          () -> seen.add(result.get()),
          () -> seen.add(future.get()),
          () -> {
            int mine = names.incrementAndGet();
            switch (mine % 3) {
              case 0 -> source.complete(mine);
              case 1 -> result.set(mine);
              default -> future.complete(mine);
            }
          });
      assertThat(seen).hasSize(2 * Everywhere.COPIES).containsOnly(result.value());
    }
  }
}
