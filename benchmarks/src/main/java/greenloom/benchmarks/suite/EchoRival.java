package greenloom.benchmarks.suite;

import io.ktor.network.selector.SelectorManager;
import io.netty.channel.Channel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server that echoes; the first one is what the others are compared with. */
enum EchoRival {
  C(""),
  GREENLOOM("GreenloomEcho"),
  VIRTUAL_THREADS("VirtualThreadsEcho"),
  NETTY_EPOLL("NettyEcho epoll"),
  NETTY_NIO("NettyEcho nio"),
  NETTY_IO_URING("NettyEcho io_uring"),
  KTOR("KtorEcho"),
  GO(""),
  GEVENT("");

  /** For all that run in a JVM; on one processor. */
  static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms1g",
          "-Xmx1g",
          "-XX:+UseSerialGC",
          "-Djdk.virtualThreadScheduler.parallelism=1",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow"); // Netty does

  private final String main;

  EchoRival(String main) {
    this.main = main;
  }

  /** What it is called on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it runs in a JVM. */
  boolean onJvm() {
    return !main.isEmpty();
  }

  /** Whether each connection has a buffer of its own there, while it waits. */
  boolean keepsBuffer() {
    return this == GREENLOOM || this == VIRTUAL_THREADS || this == KTOR;
  }

  /** Returns the command that starts it, on the processor of servers. */
  List<String> command(EchoPrograms programs) throws IOException, InterruptedException {
    List<String> words =
        switch (this) {
          case C -> List.of(programs.compiled("c/echo.c").toString());
          case GO -> List.of(programs.compiled("go/echo.go").toString());
          case GEVENT ->
              List.of(EchoPrograms.python(), programs.source("gevent/echo.py").toString());
          default -> java();
        };
    return EchoPrograms.pinned(EchoPrograms.SERVER_PROCESSOR, words);
  }

  private List<String> java() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(JVM_OPTIONS);
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of(("greenloom.benchmarks.echo." + main).split(" ", -1)));
    return words;
  }

  /** Returns what has to be installed, or allowed, before it can run here; nothing if it can. */
  Optional<String> missing() throws InterruptedException {
    return switch (this) {
      case NETTY_EPOLL -> reason(Epoll.unavailabilityCause());
      case NETTY_IO_URING -> reason(IoUring.unavailabilityCause());
      case C, GO, GEVENT -> version().isPresent() ? Optional.empty() : Optional.of(needs());
      default -> Optional.empty();
    };
  }

  private static Optional<String> reason(@Nullable Throwable cause) {
    return Optional.ofNullable(cause).map(Throwable::toString);
  }

  private String needs() {
    return switch (this) {
      case C -> "install gcc and libc6-dev";
      case GO -> "install golang-go";
      default -> "install python3-gevent";
    };
  }

  /** Returns what it is made with, or of. */
  Optional<String> version() throws InterruptedException {
    return switch (this) {
      case C -> EchoPrograms.answer("gcc", "-dumpfullversion").map("gcc "::concat);
      case GO -> EchoPrograms.answer("go", "version");
      case GEVENT ->
          EchoPrograms.answer(
              EchoPrograms.python(),
              "-c",
              "import gevent, sys; print('Python', sys.version.split()[0] + ','"
                  + ", 'gevent', gevent.__version__)");
      case NETTY_EPOLL, NETTY_NIO, NETTY_IO_URING -> Optional.of(Versions.jar(Channel.class));
      case KTOR -> Optional.of(Versions.jar(SelectorManager.class));
      default -> Optional.empty();
    };
  }
}
