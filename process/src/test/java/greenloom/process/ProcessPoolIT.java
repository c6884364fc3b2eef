package greenloom.process;

import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.hub.Hub;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ProcessPoolIT {
  private static final WorkerSetup QUIET =
      Worker.setup().output(Redirect.DISCARD, Redirect.DISCARD);
  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  private static void onHub(Action body) {
    Greenloom.run(body);
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static void end(ProcessPool pool) {
    pool.close();
    pool.join();
    assertThat(pool.pids()).isEmpty();
  }

  @Test
  void apply_oneAfterTheOther_areDoneInTheWorkers() {
    onHub(() -> {
      ProcessPool pool = new ProcessPool(1);
      long there = pool.apply(() -> pid());
      assertThat(there).isNotEqualTo(pid());
      assertThat(pool.apply(() -> pid())).isEqualTo(there);
      assertThat(pool.pids()).containsExactly(there);
      end(pool);
      assertThatThrownBy(() -> pool.apply(() -> 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    });
  }

  @Test
  void applyAsync_ofTwo_runAtTheSameTime() {
    onHub(() -> {
      ProcessPool pool = new ProcessPool(2);
      ProcessQueue<String> first = ProcessQueue.unbounded();
      ProcessQueue<String> second = ProcessQueue.unbounded();
      TaskResult<String> a =
          pool.applyAsync(() -> {
            first.put("from a");
            return second.take();
          });
      TaskResult<String> b =
          pool.applyAsync(() -> {
            second.put("from b");
            return first.take();
          });
      assertThat(a.get()).isEqualTo("from b");
      assertThat(b.get()).isEqualTo("from a");
      end(pool);
    });
  }

  @Test
  void applyAsync_withCallbacks_callsOneOfThemOnTheCallersHub_andJoinWaits() {
    onHub(() -> {
      ProcessPool pool = new ProcessPool(2);
      List<String> heard = new ArrayList<>(); // of one hub: no lock
      Hub here = Hub.current();
      for (int i = 0; i < 10; i++) {
        int n = i;
        TaskResult<Integer> _ =
            pool.applyAsync(
                () -> 10 / n,
                value -> heard.add(here == Hub.current() ? "value" : "on another hub"),
                e -> heard.add(e.getMessage()));
      }
      end(pool);
      assertThat(heard)
          .hasSize(10)
          .containsOnly("value", "/ by zero")
          .containsOnlyOnce("/ by zero");
    });
  }

  @Test
  void applyAsync_onAPlainThread_callsBackThereWhileItJoins() {
    ProcessPool pool = new ProcessPool(2);
    Set<Integer> heard = new TreeSet<>();
    for (int i = 0; i < 5; i++) {
      int n = i;
      TaskResult<Integer> _ = pool.applyAsync(() -> n + 100, heard::add, e -> heard.add(-1));
    }
    end(pool);
    assertThat(heard).containsExactly(100, 101, 102, 103, 104);
  }

  @Test
  void map_ofMany_isInOrder_andFailsWithTheFirstFailure() {
    onHub(() -> {
      ProcessPool pool = new ProcessPool(2);
      assertThat(pool.map(n -> n * n, HUNDRED))
          .containsExactlyElementsOf(HUNDRED.stream().map(n -> n * n).toList());
      assertThat(pool.map(n -> n, List.of())).isEmpty();
      Throwable e = catchThrowable(() -> pool.map(n -> 10 / (n - 50), HUNDRED));
      assertThat(e).isInstanceOf(ArithmeticException.class).hasMessage("/ by zero");
      assertThat(e.getSuppressed()).hasSize(1);
      end(pool);
    });
  }

  @Test
  void mapAsync_ofALongOne_tellsHowFarItIs() {
    onHub(() -> {
      ProcessPool pool = new ProcessPool(1);
      ProcessQueue<Integer> gate = ProcessQueue.unbounded();
      MapResult<Integer> result = pool.mapAsync(n -> gate.take() + n, List.of(1, 2, 3), 1);
      assertThat(result.total()).isEqualTo(3);
      assertThat(result.done()).isZero();
      gate.put(10);
      while (result.done() < 1) {
        Thread.sleep(1);
      }
      assertThat(result).hasToString("MapResult[1 of 3]");
      assertThat(result.await(Duration.ofMillis(1))).isFalse();
      gate.put(20);
      gate.put(30);
      assertThat(result.get()).containsExactly(11, 22, 33);
      assertThat(result.done()).isEqualTo(3);
      end(pool);
    });
  }

  @Test
  void imap_ofMany_isInOrder_andGoesOnAfterAFailure() {
    onHub(() -> {
      ProcessPool pool = new ProcessPool(2);
      List<Object> results = new ArrayList<>();
      Iterator<Integer> read =
          pool.imap((Integer n) -> 12 / (n - 2), List.of(0, 1, 2, 3, 4)).iterator();
      while (read.hasNext()) {
        try {
          results.add(read.next());
        } catch (ArithmeticException e) {
          results.add("failed");
        }
      }
      assertThat(results).containsExactly(-6, -12, "failed", 12, 6);
      end(pool);
    });
  }

  @Test
  void imapUnordered_ofMany_givesAll_firstDoneFirst() {
    onHub(() -> {
      ProcessPool pool = new ProcessPool(2);
      ProcessQueue<Integer> gate = ProcessQueue.unbounded();
      Iterator<Integer> read =
          pool.imapUnordered((Integer n) -> n == 0 ? gate.take() : n, List.of(0, 1, 2)).iterator();
      assertThat(read.next()).isEqualTo(1);
      assertThat(read.next()).isEqualTo(2);
      gate.put(7);
      assertThat(read.next()).isEqualTo(7);
      assertThat(read.hasNext()).isFalse();
      end(pool);
    });
  }

  @Test
  void worker_thatDies_isReplaced_andItsTaskReported() {
    onHub(() -> {
      ProcessPool pool = QUIET.pool(1);
      long before = pool.apply(() -> pid());
      WorkerDiedException e =
          catchThrowableOfType(
              WorkerDiedException.class, () -> pool.apply(() -> Runtime.getRuntime().halt(9)));
      assertThat(e.pid()).isEqualTo(before);
      assertThat(e.exitCode()).isEqualTo(9);
      assertThat(pool.apply(() -> pid())).isNotEqualTo(before);
      end(pool);
    });
  }

  @Test
  void task_thatMayBeRepeated_isDoneAgainByAnotherWorker() {
    onHub(() -> {
      SharedValue<Integer> runs = Manager.local().value(0);
      ProcessPool pool = QUIET.attempts(3).pool(1);
      int result =
          pool.apply(() -> {
            int n = runs.update(r -> r + 1);
            if (n < 3) {
              Runtime.getRuntime().halt(1);
            }
            return n;
          });
      assertThat(result).isEqualTo(3);
      runs.set(0);
      assertThatThrownBy(() ->
              pool.apply(() -> {
                runs.update(r -> r + 1);
                Runtime.getRuntime().halt(1);
              }))
          .isInstanceOf(WorkerDiedException.class);
      assertThat(runs.get()).isEqualTo(3);
      end(pool);
    });
  }

  @Test
  void worker_afterItsTasks_isReplacedByAFreshOne() {
    onHub(() -> {
      ProcessPool pool = Worker.setup().tasksEach(2).pool(1);
      Set<Long> pids = new TreeSet<>();
      for (int i = 0; i < 6; i++) {
        pids.add(pool.apply(() -> pid()));
      }
      assertThat(pids).hasSize(3);
      end(pool);
    });
  }

  @Test
  void workers_thatCannotStart_failEachTaskOnce() {
    onHub(() -> {
      ProcessPool pool = QUIET.jvmOptions("-XX:NoSuchThing").pool(1);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> pool.apply(() -> 1))
            .isInstanceOf(WorkerDiedException.class)
            .hasMessageContaining("before it was ready");
      }
      end(pool);
    });
  }

  @Test
  void terminate_withTasksUnderWay_endsAtOnce() {
    onHub(() -> {
      ProcessPool pool = new ProcessPool(1);
      ProcessQueue<Long> begun = ProcessQueue.unbounded();
      TaskResult<Void> running =
          pool.applyAsync(() -> {
            begun.put(pid());
            while (true) {
              Thread.onSpinWait();
            }
          });
      TaskResult<Integer> inLine = pool.applyAsync(() -> 1);
      long worker = begun.take();
      pool.terminate();
      assertThatThrownBy(running::get).isInstanceOf(CancellationException.class);
      assertThatThrownBy(inLine::get).isInstanceOf(CancellationException.class);
      assertThat(ProcessHandle.of(worker)).isEmpty();
      pool.join();
    });
  }

  @Test
  void apply_killed_leavesThePoolWhole() {
    onHub(() -> {
      ProcessPool pool = new ProcessPool(1);
      ProcessQueue<Integer> gate = ProcessQueue.unbounded();
      Greenlet<Integer> waiting = spawn(() -> pool.apply(() -> gate.take()));
      yieldNow();
      waiting.kill();
      assertThat(waiting.killed()).isTrue();
      gate.put(1); // its task goes on, and nobody hears of it
      assertThat(pool.apply(() -> 2)).isEqualTo(2);
      end(pool);
    });
  }

  @Test
  void join_ofAnOpenPool_isAnError() {
    onHub(() -> {
      ProcessPool pool = new ProcessPool(1);
      assertThatThrownBy(pool::join).isInstanceOf(IllegalStateException.class);
      pool.terminate();
      assertThatThrownBy(() -> new ProcessPool(0)).isInstanceOf(IllegalArgumentException.class);
    });
  }
}
