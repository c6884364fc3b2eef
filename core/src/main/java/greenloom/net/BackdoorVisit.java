package greenloom.net;

import static greenloom.Greenloom.blocking;

import greenloom.Greenlet;
import greenloom.hub.DeadlockCycle;
import greenloom.hub.GreenThread;
import greenloom.hub.GreenletExit;
import greenloom.hub.Hub;
import greenloom.hub.HubStats;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link Backdoor}: reads commands and answers them, until its end. */
final class BackdoorVisit {
  private static final String HELP =
      """
      help           this list
      hubs           the hubs, one line each
      tree           who has spawned whom
      dump           every green thread: what it waits for, since when, where it stands
      json           the same as JSON, a line for each hub
      deadlocks      who waits for whom in a circle
      stats          what the hubs have done
      kill NAME      kill the green threads with this name, or this number
      jshell         run Java, until a line with a dot; needs the module jdk.jshell
      quit           end this visit
      """;

  private final BufferedReader in;
  private final PrintWriter out;

  private BackdoorVisit(SocketChannel visitor) {
    this.in =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(visitor), StandardCharsets.UTF_8));
    this.out = new PrintWriter(Channels.newOutputStream(visitor), true, StandardCharsets.UTF_8);
  }

  static void hold(SocketChannel visitor) throws IOException {
    try (visitor) {
      new BackdoorVisit(visitor).talk();
    }
  }

  private void talk() throws IOException {
    out.println("greenloom backdoor of process " + ProcessHandle.current().pid() + "; try help");
    while (true) {
      out.print("> ");
      out.flush();
      String line = in.readLine();
      if (line == null || out.checkError() || !answer(line.strip())) {
        return;
      }
    }
  }

  /** Answers one command; false if it was the last. */
  private boolean answer(String line) throws IOException {
    String[] words = line.split("\\s+", 2);
    String argument = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "" -> {}
      case "help" -> out.print(HELP);
      case "hubs" -> each(hub -> hub + (hub.closed() ? ", closed\n" : "\n"));
      case "tree" -> each(Hub::tree);
      case "dump" -> each(Hub::dump);
      case "json" -> each(hub -> hub.dumpJson() + "\n");
      case "deadlocks" -> each(BackdoorVisit::deadlocks);
      case "stats" -> each(BackdoorVisit::stats);
      case "kill" -> kill(argument);
      case "jshell" -> jshell();
      case "quit" -> {
        return false;
      }
      default -> {
        if (words.length > 1 && line.contains("HTTP/")) {
          return false; // a browser was sent here: what follows is not meant for us
        }
        out.println("no command " + words[0] + "; help lists them");
      }
    }
    return true;
  }

  private void each(Function<Hub, String> text) {
    Hub.all().stream()
        .sorted(Comparator.comparing(Hub::name))
        .forEach(hub -> out.print(text.apply(hub)));
  }

  private static String deadlocks(Hub hub) {
    List<DeadlockCycle> found = hub.findDeadlocks();
    StringBuilder text = new StringBuilder(hub.name() + ": " + found.size() + " found\n");
    found.forEach(text::append);
    return text.toString();
  }

  private static String stats(Hub hub) {
    HubStats s = hub.stats();
    return String.format(
        Locale.ROOT,
        """
        %s
          green threads  %d live, %d ready, %d at the peak
          runs           %d in %d turns, %d sleeps
          woken by       %d neighbours, %d outside, %d timers, %d sockets, %d monitors
          timers         %d armed, %d ever
          ready delay    %s
          slices         %s
          held up        %d spares, %d seizures
          poller         %s
        """,
        s.name(),
        s.live(),
        s.ready(),
        s.peak(),
        s.runs(),
        s.turns(),
        s.sleeps(),
        s.causes().neighbours(),
        s.causes().outside(),
        s.causes().timers(),
        s.causes().sockets(),
        s.causes().monitors(),
        s.timers(),
        s.timersArmed(),
        s.readyDelay(),
        s.slices().count() == 0 ? "not timed" : s.slices(),
        s.spares(),
        s.seizures(),
        s.poller());
  }

  private void kill(String name) {
    int killed = 0;
    GreenThread me = GreenThread.current();
    for (Hub hub : Hub.all()) {
      for (GreenThread t : hub.threads()) {
        if (t != me && (t.name().equals(name) || number(t).equals(name))) {
          kill(t);
          killed++;
        }
      }
    }
    out.println(killed == 0 ? "no green thread is called " + name : "killed " + killed);
  }

  private static String number(GreenThread t) {
    return Long.toString(t.thread().threadId());
  }

  private static void kill(GreenThread t) {
    if (t.origin() instanceof Greenlet<?> greenlet) {
      greenlet.killSoon();
    } else {
      t.deliver(new GreenletExit());
    }
  }

  private void jshell() throws IOException {
    if (ModuleLayer.boot().findModule("jdk.jshell").isEmpty()) {
      out.println("this Java has no jshell; start it with --add-modules jdk.jshell");
      return;
    }
    try (BackdoorShell shell = blocking(() -> new BackdoorShell(out))) {
      out.println("Java, until a line with a dot");
      String line = next(shell);
      while (line != null && !line.equals(".")) {
        String source = line;
        blocking(() -> shell.take(source));
        line = next(shell);
      }
    }
  }

  private @Nullable String next(BackdoorShell shell) throws IOException {
    out.print(shell.open() ? "   ...> " : "jshell> ");
    out.flush();
    return in.readLine();
  }
}
