package greenloom.app;

import static greenloom.Greenloom.run;

import greenloom.app.console.Console;
import greenloom.app.console.Quantities;
import greenloom.app.serve.AccessLog;
import greenloom.app.serve.EchoServer;
import greenloom.app.serve.FileServer;
import greenloom.app.serve.Service;
import greenloom.app.transfer.StopSignal;
import greenloom.hub.Hub;
import greenloom.hub.Hubs;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
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
      "echo sends back what a connection sends, until that ends its half.",
      "files answers HTTP requests for what is in DIR and below, hidden files too, with lists of",
      "folders and parts of files; links that lead out of DIR are not followed."
    },
    footerHeading = "%nExit codes%n",
    footer = {
      "  130 stopped by Ctrl-C (143: by SIGTERM); what is under way may finish, twice stops at"
          + " once",
      "  2 wrong usage   6 cannot listen there, or read DIR   1 a fault of this program"
    })
final class ServeCommand implements Callable<Integer> {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Logger LIBRARY = Logger.getLogger("greenloom");

  /** What can be served. */
  enum Kind {
    ECHO,
    FILES
  }

  private final Console console;
  private final StopSignal stop = new StopSignal();

  @Parameters(
      paramLabel = "KIND",
      index = "0",
      arity = "0..1",
      description = "What to serve: echo or files.")
  private @Nullable Kind kind;

  @Parameters(
      paramLabel = "DIR",
      index = "1",
      arity = "0..1",
      description = "The folder whose files to serve (default: the current one).")
  private @Nullable Path folder;

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

  @Option(
      names = "--hubs",
      paramLabel = "N",
      defaultValue = "1",
      converter = CountConverter.FromOne.class,
      description = "Serve on so many threads, which share the port (default: 1).")
  private int count;

  @Option(
      names = {"-v", "--verbose"},
      description = "Print a line per request for files; on a terminal that is done anyway.")
  private boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show failures only.")
  private boolean quiet;

  @Option(names = "--debug", description = "Show stack traces with failures.")
  private boolean debug;

  ServeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Service service = service();
    LIBRARY.setLevel(debug ? Level.ALL : Level.SEVERE); // its warnings are for programmers
    Interrupts.heed(console, stop);
    run(() -> serveOnHubs(service));
    return Interrupts.exitCode(Objects.requireNonNull(stop.reason(), "only a signal ends it"));
  }

  private Service service() {
    if (kind == null) {
      throw CommandFailure.usage(
          "what to serve is missing, echo or files; see greenloom serve --help");
    }
    if (kind == Kind.FILES) {
      Path below = folder == null ? Path.of("") : folder;
      boolean lines = !quiet && (verbose || console.errIsTerminal());
      return new FileServer(Folders.toRead(below), new AccessLog(lines ? console.err() : null));
    }
    if (folder != null) {
      throw CommandFailure.usage("echo takes no folder, but here is " + folder);
    }
    return new EchoServer();
  }

  private void serveOnHubs(Service service) {
    try (Hubs hubs = Hub.setup("serve").daemon().start(count)) {
      hubs.onFailure(this::warn);
      Hub.current().onFailure(this::warn);
      serve(service, hubs);
    }
  }

  private void serve(Service service, Hubs hubs) {
    long begin = System.nanoTime();
    say(service.title(address(listen(service, hubs))));
    stop.await();
    if (!service.underWay().isEmpty()) {
      say(
          "stopping: "
              + service.underWay()
              + " may finish, for "
              + Quantities.duration(GRACE)
              + " at most; once more to stop at once");
    }
    service.finish(GRACE);
    say(service.summary(Duration.ofNanos(System.nanoTime() - begin)));
  }

  private int listen(Service service, Hubs hubs) {
    try {
      InetSocketAddress at = new InetSocketAddress(InetAddress.getByName(host), port);
      if (hubs.size() > 1) {
        refuseToShare(at);
      }
      return service.start(at, hubs).getPort();
    } catch (IOException e) {
      String line = "cannot listen on " + address(port) + ": " + reason(e);
      throw new CommandFailure(ExitCode.LOCAL_IO, line, e);
    }
  }

  /** Hubs share the port with each other, and so with whoever else would let them. */
  private static void refuseToShare(InetSocketAddress at) throws IOException {
    new ServerSocket(at.getPort(), 1, at.getAddress()).close();
  }

  private static String reason(IOException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    if (root instanceof UnknownHostException) {
      return "there is no such host; check --host";
    }
    if (root instanceof BindException && message.startsWith("Address already in use")) {
      return "another program listens there; choose another --port, or 0 for any";
    }
    if (root instanceof BindException && message.startsWith("Cannot assign requested address")) {
      return "that is no address of this machine; check --host";
    }
    return message + "; choose another --port, or 0 for any";
  }

  private String address(int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private void say(String line) {
    if (!quiet) {
      console.err().println("greenloom: " + line);
    }
  }

  private void warn(String what, Throwable e) {
    console.err().println("greenloom: " + what + " failed: " + e);
    if (debug) {
      e.printStackTrace(console.err());
    }
  }
}
