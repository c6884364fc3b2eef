package greenloom.process;

import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static greenloom.process.WithManager.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.hub.TimeoutExpired;
import greenloom.sync.QueueShutDownException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues and pipes, kept here and by a manager's process, used here and there. */
@Timeout(120)
class QueueIT {
  private static final WorkerSetup QUIET =
      Worker.setup().output(Redirect.DISCARD, Redirect.DISCARD);
  private static final Duration SHORT = Duration.ofMillis(20);

  private static void onHub(Action body) {
    Greenloom.run(body);
  }

  // --- queues ---

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void queue_betweenProcesses_isInOrder(boolean apart) {
    with(
        apart,
        manager -> {
          SharedQueue<Integer> there = manager.queue();
          SharedQueue<Integer> back = manager.queue(2);
          Worker<Void> worker =
              Worker.start(() -> {
                for (int n : there) {
                  back.put(n + 1);
                }
                back.shutdown();
              });
          for (int i = 0; i < 100; i++) {
            there.put(i);
          }
          there.shutdown();
          assertThat(back)
              .containsExactlyElementsOf(IntStream.rangeClosed(1, 100).boxed().toList());
          worker.join();
          assertThatThrownBy(() -> there.put(1)).isInstanceOf(QueueShutDownException.class);
          assertThatThrownBy(back::take).isInstanceOf(QueueShutDownException.class);
        });
  }

  /** What comes quickly is read by the hub that waits for it; nobody else may wait for that hub. */
  @Test
  void queue_whileTheHubThatReadComputes_takesItems() {
    onHub(() -> {
      ProcessQueue<Integer> there = ProcessQueue.unbounded();
      ProcessQueue<Integer> back = ProcessQueue.unbounded();
      Worker<Void> worker =
          Worker.start(() -> {
            for (int n : there) {
              back.put(n);
            }
            for (int n = 0; n < 100; n++) {
              back.put(n); // has an answer each time
            }
          });
      for (int i = 0; i < 5000; i++) {
        there.put(i);
        assertThat(back.take()).isEqualTo(i);
      }
      there.shutdown();
      while (back.size() < 100) { // is answered at once, and nobody else here has a turn
        Thread.onSpinWait();
      }
      worker.join();
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void queue_thatIsFullOrEmpty_refusesOrWaits(boolean apart) {
    with(
        apart,
        manager -> {
          SharedQueue<String> queue = manager.queue(1);
          assertThat(queue.poll()).isNull();
          assertThat(queue.poll(SHORT)).isNull();
          assertThat(queue.offer("a")).isTrue();
          assertThat(queue.offer("b")).isFalse();
          assertThat(queue.size()).isEqualTo(1);
          Greenlet<Void> putting = spawn(() -> queue.put("c"));
          assertThat(putting.join(SHORT)).isFalse();
          assertThat(queue.take()).isEqualTo("a");
          putting.get();
          assertThat(queue.take()).isEqualTo("c");
          assertThatThrownBy(() -> queue.put(null)).isInstanceOf(NullPointerException.class);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void take_killedOrOutOfTimeAtAnyMoment_losesNoItem(boolean apart) {
    with(
        apart,
        manager -> {
          SharedQueue<Integer> queue = manager.queue();
          List<Integer> taken = new ArrayList<>();
          for (int i = 0; i < 300; i++) {
            int n = i;
            Greenlet<Boolean> taker = spawn(() -> taken.add(queue.take()));
            Greenlet<Void> putter = spawn(() -> queue.put(n));
            for (int y = 0; y < i % 7; y++) {
              yieldNow();
            }
            if (i % 3 == 0) {
              Thread.sleep(0, 20_000 * (i % 11));
            }
            taker.kill();
            putter.get();
            Integer late = queue.poll(Duration.ofNanos(1 + 10_000L * (i % 13)));
            if (late != null) {
              taken.add(late);
            }
          }
          while (taken.size() < 300) {
            taken.add(withTimeout(Duration.ofSeconds(30), () -> queue.take()));
          }
          assertThat(taken).hasSize(300).doesNotHaveDuplicates();
          assertThat(queue.size()).isZero();
        });
  }

  @Test
  void take_ofAWorkerThatDies_leavesTheItemToOthers() {
    onHub(() -> {
      ProcessQueue<String> queue = ProcessQueue.unbounded();
      ProcessQueue<String> begun = ProcessQueue.unbounded();
      Worker<Void> worker =
          QUIET.start(() -> {
            Greenlet<String> _ = spawn(() -> queue.take());
            yieldNow();
            begun.put("it waits by now"); // through the same connection, so after it
            Thread.sleep(1_000_000);
          });
      begun.take();
      worker.kill();
      Thread.sleep(100); // its connection is known to be closed, too
      queue.put("kept");
      assertThat(queue.poll(Duration.ofSeconds(30))).isEqualTo("kept");
    });
  }

  // --- pipes ---

  @Test
  void pipe_betweenProcesses_goesBothWays_andEndsWithTheWorker() {
    onHub(() -> {
      Pipe<String> pipe = Pipe.open();
      PipeEnd<String> child = pipe.second();
      Worker<Void> worker =
          Worker.start(() -> {
            child.send("hello");
            child.send(child.receive() + " yourself");
          });
      assertThat(pipe.first().receive()).isEqualTo("hello");
      pipe.first().send("goodbye");
      assertThat(pipe.first().receive()).isEqualTo("goodbye yourself");
      worker.join();
      assertThatThrownBy(() -> withTimeout(Duration.ofSeconds(30), () -> pipe.first().receive()))
          .isInstanceOf(QueueShutDownException.class);
    });
  }

  @Test
  void pipe_ofManyBytes_bringsThemAll_andHoldsTheSenderBack() {
    onHub(() -> {
      Pipe<byte[]> pipe = Pipe.open();
      PipeEnd<byte[]> child = pipe.second();
      Worker<Long> worker =
          Worker.start(() -> {
            long sum = 0;
            for (byte[] some : child) {
              sum += some.length + some[some.length - 1];
            }
            return sum;
          });
      long sum = 0;
      for (int i = 0; i < 200; i++) {
        byte[] some = new byte[100_000 + i];
        some[some.length - 1] = (byte) i;
        sum += some.length + some[some.length - 1];
        pipe.first().send(some);
      }
      pipe.first().close();
      assertThat(worker.get()).isEqualTo(sum);
      Pipe<byte[]> unread = Pipe.open();
      assertThatThrownBy(() ->
              withTimeout(
                  Duration.ofMillis(300),
                  () -> {
                    while (true) {
                      unread.first().send(new byte[100_000]);
                    }
                  }))
          .isInstanceOf(TimeoutExpired.class);
      unread.first().close();
    });
  }

  @Test
  void receive_killed_losesNothing() {
    onHub(() -> {
      Pipe<Integer> pipe = Pipe.open();
      Greenlet<Integer> killed = spawn(() -> pipe.first().receive());
      yieldNow();
      killed.kill();
      pipe.second().send(1);
      assertThat(pipe.first().receive(SHORT)).isEqualTo(1);
      assertThat(pipe.first().receive(SHORT)).isNull();
      pipe.first().close();
      assertThatThrownBy(() -> pipe.second().receive()).isInstanceOf(QueueShutDownException.class);
    });
  }

  @Test
  void pipe_thatIsClosedAndEmpty_isGivenUp() {
    onHub(() -> {
      Pipe<Integer> pipe = Pipe.open();
      Place there = ((PlacedPipeEnd<Integer>) pipe.first()).out();
      pipe.first().send(1);
      pipe.first().close();
      assertThat(Host.here().has(there)).isTrue(); // something is left to receive
      assertThat(pipe.second()).containsExactly(1);
      assertThat(Host.here().has(there)).isFalse();
      assertThatThrownBy(() -> pipe.second().receive()).isInstanceOf(QueueShutDownException.class);
      assertThatThrownBy(() -> pipe.second().send(1)).isInstanceOf(QueueShutDownException.class);
    });
  }
}
