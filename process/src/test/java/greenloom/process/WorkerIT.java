package greenloom.process;

import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.waitAny;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.hub.TimeoutExpired;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WorkerIT {
  /** One whose complaints nobody need see. */
  private static final WorkerSetup QUIET =
      Worker.setup().output(Redirect.DISCARD, Redirect.DISCARD);

  private static void onHub(Action body) {
    Greenloom.run(body);
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  @Test
  void get_ofATask_isWhatItGaveInItsProcess() {
    onHub(() -> {
      String captured = "from " + pid();
      Worker<String> worker = Worker.start(() -> captured + " to " + pid());
      assertThat(worker.get()).isEqualTo("from " + pid() + " to " + worker.pid());
      assertThat(worker.join()).isZero();
      assertThat(worker.exitCode()).hasValue(0);
      assertThat(worker.alive()).isFalse();
      assertThat(worker).hasToString("Worker[" + worker.pid() + ", exit 0]");
    });
  }

  @Test
  void start_onAPlainThread_works() {
    Worker<Integer> worker = Worker.start(() -> 6 * 7);
    assertThat(worker.get()).isEqualTo(42);
    assertThat(worker.join(Duration.ofSeconds(60))).isTrue();
  }

  @Test
  void get_ofATaskThatFailed_hasBothStacks() {
    onHub(() -> {
      Worker<Void> worker = QUIET.start(WorkerIT::fail);
      Throwable e = catchThrowable(worker::get);
      assertThat(e).isInstanceOf(IllegalStateException.class).hasMessage("so sad");
      assertThat(e.getStackTrace()[0].getMethodName()).isEqualTo("fail");
      assertThat(e.getSuppressed()).hasSize(1);
      assertThat(e.getSuppressed()[0].getStackTrace())
          .anyMatch(at -> at.getClassName().startsWith(WorkerIT.class.getName()));
      assertThat(worker.join()).isEqualTo(1);
    });
  }

  private static void fail() {
    throw new IllegalStateException("so sad");
  }

  @Test
  void get_ofACheckedFailure_isInACompletionException() {
    onHub(() -> {
      Worker<Void> worker = QUIET.start((VoidTask) () -> throwIt(new IOException("no disk")));
      assertThatThrownBy(worker::get)
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOf(IOException.class)
          .hasMessage("no disk");
    });
  }

  private static void throwIt(Exception e) throws Exception {
    throw e;
  }

  /** Has something that cannot leave its process. */
  private static final class Unsendable extends RuntimeException {
    @SuppressWarnings("unused")
    private final Object thing = new Object();

    Unsendable(Throwable cause) {
      super("stays", cause);
    }
  }

  @Test
  void get_ofAFailureThatCannotBeSent_tellsTypeMessageStackAndCause() {
    onHub(() -> {
      Worker<Void> worker =
          QUIET.start((VoidTask) () -> throwIt(new Unsendable(new IOException("deep"))));
      TaskFailedException e = catchThrowableOfType(TaskFailedException.class, worker::get);
      assertThat(e).hasMessage(Unsendable.class.getName() + ": stays");
      assertThat(e.getStackTrace()[0].getClassName()).startsWith(WorkerIT.class.getName());
      assertThat(e.getCause()).hasMessage("java.io.IOException: deep");
    });
  }

  @Test
  void start_ofATaskThatCannotBeSent_failsAtOnce() {
    Object thing = new Object();
    assertThatThrownBy(() -> Worker.start(() -> thing.hashCode()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object is not serialisable");
  }

  @Test
  void get_ofAResultThatCannotBeSent_fails() {
    onHub(() ->
        assertThatThrownBy(() -> QUIET.start(() -> new Object()).get())
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("java.lang.Object is not serialisable"));
  }

  @Test
  void get_ofOneThatExits_tellsTheCode() {
    onHub(() -> {
      Worker<Void> worker = QUIET.start((VoidTask) () -> System.exit(7));
      WorkerDiedException e = catchThrowableOfType(WorkerDiedException.class, worker::get);
      assertThat(e.exitCode()).isEqualTo(7);
      assertThat(e.pid()).isEqualTo(worker.pid());
      assertThat(e).hasMessage("worker " + e.pid() + " ended with exit code 7 before its task had");
      assertThat(worker.join()).isEqualTo(7);
    });
  }

  @Test
  void kill_ofOneThatComputes_endsIt() {
    onHub(() -> {
      Worker<Void> worker = Worker.start(WorkerIT::computeForever);
      worker.kill();
      assertThat(worker.join()).isEqualTo(128 + 9);
      assertThatThrownBy(worker::get)
          .isInstanceOf(WorkerDiedException.class)
          .hasMessageContaining("exit code 137, as by signal 9,");
      assertThat(ProcessHandle.of(worker.pid())).isEmpty();
    });
  }

  private static void computeForever() {
    long n = 0;
    while (n >= 0) {
      n = (n + 1) & 0xffff;
    }
  }

  @Test
  void get_killedOrOutOfTime_leavesTheWorkerAlone() {
    onHub(() -> {
      ProcessQueue<String> gate = ProcessQueue.unbounded();
      Worker<String> worker = Worker.start(() -> gate.take());
      assertThatThrownBy(() -> worker.get(Duration.ofMillis(10)))
          .isInstanceOf(TimeoutExpired.class);
      Greenlet<String> waiting = spawn(() -> worker.get());
      yieldNow();
      waiting.kill();
      assertThat(waiting.killed()).isTrue();
      gate.put("go");
      assertThat(worker.get()).isEqualTo("go");
      assertThat(worker.join()).isZero();
    });
  }

  @Test
  void waitAny_ofWorkers_tellsWhichHasEnded() {
    onHub(() -> {
      Worker<Void> slow = Worker.start(WorkerIT::computeForever);
      Worker<Void> quick = Worker.start(() -> {});
      assertThat(waitAny(List.of(slow, quick), 1, null)).containsExactly(quick);
      slow.kill();
    });
  }

  @Test
  void task_inItsProcess_hasAHubAndNoInput() {
    onHub(() -> {
      Worker<List<Object>> worker =
          Worker.start(() -> {
            Greenlet<Integer> one = spawn(() -> 1);
            return List.of(
                Thread.currentThread().isVirtual(), one.get(), System.in.readAllBytes().length);
          });
      assertThat(worker.get()).isEqualTo(List.<Object>of(true, 1, 0));
    });
  }

  @Test
  void start_withOptions_reachTheJvm() {
    onHub(() -> {
      WorkerSetup setup =
          Worker.setup().heap("64m").jvmOptions("-Dwords=a b", "-XX:+UseParallelGC");
      Worker<List<Object>> worker =
          setup.start(
              () -> List.of(System.getProperty("words"), Runtime.getRuntime().maxMemory() >> 20));
      assertThat(worker.get().getFirst()).isEqualTo("a b");
      assertThat((Long) worker.get().getLast()).isBetween(50L, 64L);
    });
  }

  @Test
  void start_withAnOptionThatTheJvmRefuses_saysSo() {
    onHub(() -> {
      Worker<Integer> worker = QUIET.jvmOptions("-XX:NoSuchThing").start(() -> 1);
      assertThatThrownBy(worker::get)
          .isInstanceOf(WorkerDiedException.class)
          .hasMessageContaining("before it was ready; check the JVM options [-XX:NoSuchThing]");
    });
  }

  @Test
  void task_ofAClassThatWasNotAccepted_isRefused() {
    onHub(() -> {
      Duration captured = Duration.ofSeconds(1);
      WorkerSetup setup = QUIET.accept("org.example.**");
      assertThat(setup.start(() -> captured.plusSeconds(1)).get()).hasSeconds(2);
      TimeoutExpired notTold = new TimeoutExpired(captured);
      assertThatThrownBy(() -> setup.start(() -> notTold.getMessage()).get())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("not accepted");
    });
  }

  @Test
  void task_overTheLimit_isRefusedAndTheWorkerGoes() {
    byte[] much = new byte[5000];
    onHub(() ->
        assertThatThrownBy(() -> QUIET.frameLimit(4096).start(() -> much.length).get())
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("over the limit of 4096"));
  }

  @Test
  void start_inAWorker_isAGrandchild() {
    onHub(() -> {
      Worker<Long> worker =
          Worker.start(() -> {
            Worker<Long> grandchild =
                Worker.start(() -> ProcessHandle.current().parent().get().pid());
            return grandchild.get();
          });
      assertThat(withTimeout(Duration.ofSeconds(60), () -> worker.get())).isEqualTo(worker.pid());
    });
  }
}
