package greenloom.process;

import static greenloom.Greenloom.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Greenloom;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of workers whose parent dies. */
@Timeout(120)
class OrphanIT {
  private static final Duration LONG = Duration.ofSeconds(90);

  /** A parent: prints the numbers of a worker that computes, one that waits, and a grandchild. */
  static final class Parent {
    static void main() {
      Greenloom.run(() -> {
        ProcessQueue<Long> pids = ProcessQueue.unbounded();
        ProcessQueue<Long> nothing = ProcessQueue.unbounded();
        Worker<Void> _ =
            Worker.start(() -> {
              Worker<Void> grandchild = Worker.start(Parent::computeForever);
              pids.put(grandchild.pid());
              grandchild.join();
            });
        ProcessPool pool = new ProcessPool(2);
        pool.applyAsync(() -> {
          pids.put(ProcessHandle.current().pid());
          computeForever();
        });
        pool.applyAsync(() -> {
          pids.put(ProcessHandle.current().pid());
          new ProcessLock().lock(); // a door of its own
          nothing.take();
        });
        IO.println(Host.here().address().text());
        for (int i = 0; i < 3; i++) {
          Long pid = pids.poll(LONG);
          IO.println(pid != null ? pid : "a worker has not said which it is");
        }
        IO.println("all there");
        sleep(LONG); // and not for ever, should the test go without ending it
      });
    }

    static void computeForever() {
      long n = 0;
      while (n >= 0) {
        n = (n + 1) & 0xffff;
      }
    }
  }

  private static Process start() throws Exception {
    return new ProcessBuilder(Worker.setup().command(Parent.class))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void workers_whoseParentDies_end(boolean withoutWarning) throws Exception {
    Process parent = start();
    BufferedReader out = parent.inputReader();
    String address = out.readLine();
    ProcessHandle[] children = new ProcessHandle[3];
    for (int i = 0; i < children.length; i++) {
      children[i] = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
    }
    assertThat(out.readLine()).isEqualTo("all there");
    assertThat(children).allMatch(ProcessHandle::isAlive);
    if (withoutWarning) {
      parent.destroyForcibly();
    } else {
      parent.destroy();
    }
    for (ProcessHandle child : children) {
      child.onExit().get(60, TimeUnit.SECONDS);
    }
    if (address.startsWith("unix:")) {
      Path folder = Path.of(address.substring("unix:".length())).getParent();
      assertThat(Files.exists(folder)).isFalse();
    }
  }

  @Test
  void worker_ofAParentThatEnds_ends() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(Worker.setup().command(Leaving.class));
    Process parent = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    long pid = Long.parseLong(parent.inputReader().readLine());
    assertThat(parent.waitFor()).isZero();
    ProcessHandle child = ProcessHandle.of(pid).orElse(null);
    if (child != null) {
      child.onExit().get(60, TimeUnit.SECONDS);
    }
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  /** Starts a worker and does not join it. */
  static final class Leaving {
    static void main() {
      IO.println(Worker.start(Parent::computeForever).pid());
    }
  }
}
