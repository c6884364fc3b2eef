package greenloom.app;

import greenloom.Greenloom;
import greenloom.app.console.Console;
import greenloom.app.console.Quantities;
import greenloom.app.serve.EchoServer;
import greenloom.app.transfer.StopSignal;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code greenloom serve}: a server to play with. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Serves until Ctrl-C, each connection in a green thread that runs plain blocking code.",
      "echo sends back what a connection sends, until that ends its half."
    },
    footerHeading = "%nExit codes%n",
    footer = {
      "  130 stopped by Ctrl-C (143: by SIGTERM); open connections may finish, twice stops at once",
      "  2 wrong usage   6 cannot listen there   1 a fault of this program"
    })
final class ServeCommand implements Callable<Integer> {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Logger LIBRARY = Logger.getLogger("greenloom");

  /** What can be served. */
  enum Kind {
    ECHO
  }

  private final Console console;

  @Parameters(paramLabel = "KIND", arity = "0..1", description = "What to serve: echo.")
  private @Nullable Kind kind;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Listen on this address of this machine (default: 127.0.0.1).")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8001",
      converter = PortConverter.class,
      description = "Listen on this port; 0 for any that is free (default: 8001).")
  private int port;

  @Option(names = "--debug", description = "Show stack traces with failures.")
  private boolean debug;

  ServeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (kind == null) {
      throw CommandFailure.usage("what to serve is missing, echo; see greenloom serve --help");
    }
    LIBRARY.setLevel(debug ? Level.ALL : Level.SEVERE); // its warnings are for programmers
    StopSignal stop = new StopSignal();
    EchoServer server = listen();
    Interrupts.heed(console, stop);
    Greenloom.run(() -> serve(server, stop));
    return Interrupts.exitCode(Objects.requireNonNull(stop.reason(), "only a signal ends it"));
  }

  private EchoServer listen() {
    try {
      return EchoServer.listen(host, port, this::say);
    } catch (IOException e) {
      String line = "cannot listen on " + address(port) + ": " + reason(e);
      throw new CommandFailure(ExitCode.LOCAL_IO, line, e);
    }
  }

  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof UnknownHostException) {
      return "there is no such host; check --host";
    }
    if (e instanceof BindException && message.startsWith("Address already in use")) {
      return "another program listens there; choose another --port, or 0 for any";
    }
    if (e instanceof BindException && message.startsWith("Cannot assign requested address")) {
      return "that is no address of this machine; check --host";
    }
    return message + "; choose another --port, or 0 for any";
  }

  private void serve(EchoServer server, StopSignal stop) throws IOException {
    long begin = System.nanoTime();
    server.start();
    say("listening on " + address(server.port()));
    stop.await();
    if (server.open() > 0) {
      say(
          "stopping: "
              + Quantities.count(server.open(), "connection")
              + " may finish, for "
              + Quantities.duration(GRACE)
              + " at most; once more to stop at once");
    }
    server.finish(GRACE);
    say(summary(server, Duration.ofNanos(System.nanoTime() - begin)));
  }

  private static String summary(EchoServer server, Duration elapsed) {
    return "echoed "
        + Quantities.bytes(server.bytes())
        + " for "
        + Quantities.count(server.connections(), "connection")
        + ", in "
        + Quantities.seconds(elapsed)
        + (server.cutOff() > 0 ? "; cut off " + server.cutOff() : "");
  }

  private String address(int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private void say(String line) {
    console.err().println("greenloom: " + line);
  }
}
