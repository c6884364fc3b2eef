package greenloom.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each echo server does what it is measured for, and the harness finds something. */
class EchoIT {
  private final EchoPrograms programs = new EchoPrograms(Path.of(""));

  /** The load generator compares what comes back, and wants a half-close answered. */
  @ParameterizedTest
  @EnumSource
  void echo_ofEachServer_isWhole(EchoRival rival) throws Exception {
    assumeHere(rival);
    try (ServerProcess server = ServerProcess.start(rival.command(programs))) {
      for (EchoCase what :
          List.of(new EchoCase(1, 64), new EchoCase(50, 16384), new EchoCase(5, 300_000))) {
        EchoSample sample = load(server, what, "0.2");
        assertThat(sample.requestsPerSecond()).isPositive();
        assertThat(sample.cpuMicros()).isPositive();
        assertThat(sample.busy()).isBetween(0.0, 1.5);
        assertThat(sample.p50()).isPositive().isLessThanOrEqualTo(sample.p99());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GREENLOOM", "VIRTUAL_THREADS"})
  void idleConnection_ofBlockingCode_takesItsBufferAndMore(EchoRival rival) throws Exception {
    assumeHere(rival);
    assertThat(new EchoIdle(programs, 500).measure(rival, 0.1))
        .isBetween((double) EchoIdle.BUFFER, 3.0 * EchoIdle.BUFFER);
  }

  @Test
  void suite_whole_measuresEachCase() throws Exception {
    assumeHere(EchoRival.C);
    EchoCase some = new EchoCase(3, 64);
    EchoCase tooMany = new EchoCase(9_000_000, 64);
    EchoOptions options =
        new EchoOptions(List.of(EchoRival.C), List.of(some, tooMany), 2, 0.1, 0.1, 0);

    EchoValues values = new EchoSuite(options, programs).measure();

    assertThat(values.failures()).isZero();
    assertThat(values.sorted(some, EchoRival.C, EchoSample::cpuMicros)).hasSize(2);
    assertThat(values.notes())
        .singleElement()
        .asString()
        .startsWith("Not measured: 9,000,000 connections, 64 B: a process may have ");
  }

  @Test
  void load_withoutServer_isAFailure() throws Exception {
    assumeHere(EchoRival.C);
    ServerProcess server = ServerProcess.start(EchoRival.C.command(programs));
    server.close();
    assertThatThrownBy(() -> load(server, new EchoCase(1, 64), "0.1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot connect");
  }

  @Test
  void script_misused_saysSoInOneLine() {
    assertThatThrownBy(() -> EchoPrograms.run(List.of("./macro", "c", "--round=2")))
        .hasMessage("benchmarks: there is no server or option '--round=2'; see --help");
  }

  @Test
  void help_ofTheScript_namesEachServer() throws Exception {
    String servers =
        Stream.of(EchoRival.values()).map(EchoRival::word).collect(Collectors.joining(" "));
    assertThat(EchoPrograms.run(List.of("./macro", "--help"))).contains("Servers: " + servers);
  }

  private EchoSample load(ServerProcess server, EchoCase what, String seconds) throws Exception {
    String pid = Long.toString(server.pid());
    return EchoSample.parse(EchoPrograms.run(programs.load(server, what, seconds, seconds, pid)));
  }

  /** What can be installed has to be there where everything is tested. */
  private static void assumeHere(EchoRival rival) throws InterruptedException {
    for (EchoRival needed : List.of(EchoRival.C, rival)) {
      Optional<String> missing = needed.missing();
      boolean installable = needed != EchoRival.NETTY_IO_URING;
      if (installable && "true".equals(System.getenv("CI"))) {
        assertThat(missing).as(needed.word()).isEmpty();
      }
      assumeTrue(missing.isEmpty(), () -> "SKIPPED: " + needed.word() + ": " + missing.get());
    }
  }
}
