package greenloom.net;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.waitAny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.net.Subprocess.Output;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Processes, with pipes of channels and, as other systems have them, of native threads. */
@ParameterizedClass
@MethodSource("waysToWait")
@ExtendWith(NothingLeft.class)
@Timeout(60)
class SubprocessIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);

  @Parameter boolean channels;
  @TempDir Path folder;

  static Stream<Boolean> waysToWait() {
    return ProcessPipes.NAMED ? Stream.of(true, false) : Stream.of(false);
  }

  private Subprocess start(String... command) throws IOException {
    return Subprocess.start(new ProcessBuilder(command), channels);
  }

  private Subprocess shell(String script) throws IOException {
    return start("sh", "-c", script);
  }

  private static void onHub(Action body) {
    TestHub.real().run(body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  // --- communicate ---

  @Test
  void communicate_writesAndReads_andTellsTheExit() {
    onHub(() -> {
      Output sorted = shell("sort; echo oh >&2; exit 3").communicate(bytes("b\na\n"));
      assertThat(sorted.text()).isEqualTo("a\nb\n");
      assertThat(sorted.errorText()).isEqualTo("oh\n");
      assertThat(sorted.exit()).isEqualTo(3);
    });
  }

  /** More than pipes hold, both ways and on both outputs at once. */
  @Test
  void communicate_withMuch_doesNotLock() {
    onHub(() -> {
      byte[] much = new byte[3_000_000];
      new Random(1).nextBytes(much);
      Output echoed = shell("tee /dev/stderr").communicate(much);
      assertThat(Arrays.equals(echoed.out(), much)).isTrue();
      assertThat(Arrays.equals(echoed.err(), much)).isTrue();
    });
  }

  @Test
  void communicate_inputThatIsNotWanted_isDropped() {
    onHub(() -> {
      Output deaf = shell("exec <&-; echo deaf").communicate(new byte[1_000_000]);
      assertThat(deaf.text()).isEqualTo("deaf\n");
      assertThat(deaf.exit()).isZero();
    });
  }

  @Test
  void communicate_onAPlatformThread_runsItsHub() throws IOException {
    assertThat(shell("cat").communicate(bytes("plain")).text()).isEqualTo("plain");
  }

  @Test
  void communicate_onAForeignVirtualThread_works() throws Exception {
    AtomicReference<Object> got = new AtomicReference<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            got.set(shell("cat").communicate(bytes("foreign")).text());
          } catch (IOException | RuntimeException e) {
            got.set(e);
          }
        })
        .join();
    assertThat(got.get()).isEqualTo("foreign");
  }

  // --- waiting, and others meanwhile ---

  /** The process answers only what another greenlet says. */
  @Test
  void read_waits_whileOthersGoOn() {
    onHub(() -> {
      try (Subprocess echo = shell("read line; echo got $line")) {
        Greenlet<byte[]> reader = spawn(() -> echo.output().readAllBytes());
        Greenlet<Void> writer =
            spawn(() -> {
              echo.input().write(bytes("this\n"));
              echo.input().flush();
            });
        joinAll(reader, writer);
        assertThat(new String(reader.get(), StandardCharsets.UTF_8)).isEqualTo("got this\n");
        assertThat(echo.await()).isZero();
      }
    });
  }

  @Test
  void await_waits_whileOthersGoOn() {
    onHub(() -> {
      try (Subprocess waiting = shell("read line")) {
        Greenlet<Integer> waiter = spawn(() -> waiting.await());
        Hub.current().awaitAllBlocked();
        assertThat(waiting.await(Duration.ofMillis(10))).isFalse();
        assertThat(waiting.ready()).isFalse();
        waiting.input().close();
        assertThat(waiter.get()).isEqualTo(1);
        assertThat(waitAny(List.of(waiting), 1, LONG)).containsExactly(waiting);
      }
    });
  }

  @Test
  void kill_ofOneThatAwaits_leavesTheProcess() {
    onHub(() -> {
      try (Subprocess cat = start("cat")) {
        Greenlet<Integer> waiter = spawn(() -> cat.await());
        Hub.current().awaitAllBlocked();
        waiter.kill();
        assertThat(cat.process().isAlive()).isTrue();
      }
    });
  }

  @Test
  void kill_ofAReader_losesNothing() {
    onHub(() -> {
      try (Subprocess cat = start("cat")) {
        Greenlet<Integer> reader = spawn(() -> cat.output().read());
        Hub.current().awaitAllBlocked();
        reader.kill();
        cat.input().write(bytes("later"));
        cat.input().close();
        assertThat(cat.output().readAllBytes()).isEqualTo(bytes("later"));
      }
    });
  }

  // --- the end ---

  @Test
  void limit_endsTheProcess_andTellsTheOutputSoFar() {
    onHub(() -> {
      Subprocess slow =
          shell("trap 'echo bye; exit 7' TERM; echo part; while :; do sleep 0.05; done");
      SubprocessExpired e =
          catchThrowableOfType(SubprocessExpired.class, () -> slow.communicate(SHORT));
      assertThat(e).hasMessageContaining("300 ms");
      assertThat(e.output().text()).startsWith("part\n").endsWith("bye\n");
      assertThat(e.output().exit()).isEqualTo(7);
      assertThat(slow.process().isAlive()).isFalse();
    });
  }

  @Test
  void limit_onAProcessThatRefusesToEnd_forcesIt() {
    onHub(() -> {
      Subprocess stubborn = shell("trap '' TERM; echo part; while :; do sleep 0.05; done");
      SubprocessExpired e =
          catchThrowableOfType(SubprocessExpired.class, () -> stubborn.communicate(SHORT));
      assertThat(e.output().text()).isEqualTo("part\n");
      assertThat(e.output().exit()).isEqualTo(128 + 9);
    });
  }

  /** A child of the process holds the pipe, and is not waited for. */
  @Test
  void limit_onAnOutputThatStaysOpen_holds() {
    Assumptions.assumeTrue(channels, "SKIPPED: the JDK's own streams end with the process");
    onHub(() -> {
      Subprocess parent = shell("sleep 20 & echo $!");
      SubprocessExpired e =
          catchThrowableOfType(SubprocessExpired.class, () -> parent.communicate(SHORT));
      long child = Long.parseLong(e.output().text().strip());
      assertThat(e.output().exit()).isZero();
      ProcessHandle.of(child).ifPresent(ProcessHandle::destroy);
    });
  }

  @Test
  void kill_ofOneThatCommunicates_endsTheProcess() {
    onHub(() -> {
      Subprocess cat = shell("while :; do sleep 0.05; done");
      Greenlet<Output> user = spawn(() -> cat.communicate());
      sleep(Duration.ofMillis(20));
      user.kill();
      assertThat(user.killed()).isTrue();
      assertThat(cat.process().isAlive()).isFalse();
    });
  }

  @Test
  void close_endsTheProcess_andWhoReads() {
    onHub(() -> {
      Subprocess cat = start("cat");
      Greenlet<Integer> reader = spawn(() -> cat.output().read());
      Hub.current().awaitAllBlocked();
      cat.close();
      cat.close();
      assertThat(cat.await()).isEqualTo(128 + 15);
      assertThat(reader.join(LONG)).isTrue();
    });
  }

  // --- starting ---

  @Test
  void start_ofNothing_fails_andLeavesNothing() {
    onHub(() -> {
      long before = pipes();
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> start("/no/such/program")).isInstanceOf(IOException.class);
      }
      awaitPipes(before);
    });
  }

  @Test
  void start_interrupted_startsAllTheSame() {
    onHub(() -> {
      Thread.currentThread().interrupt();
      Subprocess cat = start("cat");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(cat.communicate(bytes("x")).text()).isEqualTo("x");
    });
  }

  @Test
  void start_keepsTheBuilder_andWhatItRedirects() {
    onHub(() -> {
      File file = folder.resolve("out").toFile();
      ProcessBuilder builder =
          new ProcessBuilder("sh", "-c", "echo $WORD; pwd; echo oops >&2")
              .directory(folder.toFile());
      builder.environment().put("WORD", "hello");
      builder.redirectOutput(file);
      Output apart = Subprocess.start(builder, channels).communicate();
      assertThat(apart.out()).isEmpty();
      assertThat(apart.errorText()).isEqualTo("oops\n");
      String real = folder.toRealPath().toString();
      assertThat(Files.readString(file.toPath())).isEqualTo("hello\n" + real + "\n");
      builder.redirectOutput(Redirect.PIPE).redirectErrorStream(true);
      Output together = Subprocess.start(builder, channels).communicate();
      assertThat(together.text()).isEqualTo("hello\n" + real + "\noops\n");
      assertThat(together.err()).isEmpty();
      assertThat(builder.redirectInput()).isEqualTo(Redirect.PIPE);
    });
  }

  @Test
  void many_leaveNoDescriptor_andNoZombie() {
    onHub(() -> {
      long before = pipes();
      for (int i = 0; i < 20; i++) {
        Subprocess one = shell("echo x");
        assertThat(one.communicate().text()).isEqualTo("x\n");
        assertThat(ProcessHandle.of(one.process().pid())).isEmpty();
      }
      awaitPipes(before);
    });
  }

  /** How many pipes are open. */
  private static long pipes() throws IOException {
    Path all = Path.of("/proc/self/fd");
    Assumptions.assumeTrue(Files.isDirectory(all), "SKIPPED: nobody tells the open descriptors");
    try (Stream<Path> open = Files.list(all)) {
      return open.filter(SubprocessIT::isPipe).count();
    }
  }

  private static boolean isPipe(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  /** The JDK closes some a moment after the end. */
  private static void awaitPipes(long expected) throws IOException {
    long until = System.nanoTime() + LONG.toNanos();
    while (pipes() > expected && System.nanoTime() - until < 0) {
      sleep(Duration.ofMillis(5));
    }
    assertThat(pipes()).isLessThanOrEqualTo(expected);
  }
}
