package greenloom.stress.sockets;

import greenloom.hub.Hub;
import greenloom.hub.HubStats;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/** What there is in this process that a connection could leave behind, counted by name. */
final class Census {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int TRIES = 40;
  private static final long BETWEEN_MILLIS = 250;
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** Whatever is made for a connection, a wait or a greenlet. */
  private static final List<String> CLASSES =
      List.of(
          "greenloom.Greenlet",
          "greenloom.hub.GreenThread",
          "greenloom.hub.Timer",
          "greenloom.jdk.Arrivals",
          "greenloom.stress.sockets.Connection",
          "java.net.DatagramSocket",
          "java.net.Socket",
          "sun.nio.ch.NioSocketImpl",
          "sun.nio.ch.SocketChannelImpl");

  private final Map<String, Integer> counts = new TreeMap<>();

  private Census() {}

  /** Counts what the process has open, its threads, and who is registered in the JDK's pollers. */
  static Census ofProcess() throws IOException {
    Census census = new Census();
    census.countDescriptors();
    Thread.getAllStackTraces().keySet().stream()
        .map(Census::threadName)
        .filter(name -> !name.isEmpty())
        .forEach(name -> census.count("thread " + name));
    String pollers = diagnose("threadVthreadPollers");
    Stream.of(pollers.split("\n", -1))
        .filter(line -> line.startsWith("["))
        .forEach(line ->
            census.count(
                "waits in pollers of the JDK",
                Integer.parseInt(line.replaceFirst(".*registered = (\\d+).*", "$1"))));
    return census;
  }

  private void countDescriptors() throws IOException {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return;
    }
    List<Path> open;
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      open = all.toList();
    }
    for (Path link : open) {
      try {
        String what = Files.readSymbolicLink(link).toString();
        count("descriptor " + what.replaceFirst("^(socket|pipe):.*", "$1"));
      } catch (IOException e) {
        // that of the list itself
      }
    }
  }

  /** The same for all of a kind; nothing for those of the JDK that come and go as it likes. */
  private static String threadName(Thread t) {
    String name = t.getName();
    boolean jdks =
        name.startsWith("ForkJoinPool-1-worker-") // carriers of the JDK's scheduler
            || name.equals("process reaper")
            || name.equals("Attach Listener");
    return jdks ? "" : NUMBER.matcher(name).replaceAll("N");
  }

  /** Counts what hubs without anything to do have left, and the objects that are alive. */
  static Census ofHubs(List<Hub> hubs) {
    Census census = new Census();
    for (Hub hub : hubs) {
      HubStats stats = hub.stats();
      census.count("green threads", hub.threads().size());
      census.count("live green threads in the statistics", stats.live());
      census.count("ready green threads", stats.ready());
      census.count("timers", stats.timers());
      census.count("waits in hubs", stats.socketWaits());
    }
    String histogram = diagnose("gcClassHistogram");
    for (String line : histogram.split("\n", -1)) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length >= 4 && CLASSES.contains(words[3])) {
        census.count("objects of " + words[3], Integer.parseInt(words[1]));
      }
    }
    return census;
  }

  private static String diagnose(String command) {
    try {
      boolean plain = command.startsWith("thread");
      Object answer =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  command,
                  plain ? new Object[0] : new Object[] {new String[0]},
                  plain ? new String[0] : new String[] {String[].class.getName()});
      return String.valueOf(answer);
    } catch (JMException e) {
      throw new IllegalStateException("the JVM does not tell: " + command, e);
    }
  }

  private void count(String what) {
    count(what, 1);
  }

  private void count(String what, int n) {
    if (n != 0) {
      counts.merge(what, n, Integer::sum);
    }
  }

  /** Returns how many there are of that name. */
  int of(String what) {
    return counts.getOrDefault(what, 0);
  }

  /** Returns how many descriptors are open; 0 where nobody tells. */
  int descriptors() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("descriptor "))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Returns what there is more of than there was, or less. */
  List<String> differencesTo(Census before) {
    List<String> differences = new ArrayList<>();
    TreeMap<String, Integer> names = new TreeMap<>(before.counts);
    names.putAll(counts);
    for (String name : names.keySet()) {
      int was = before.of(name);
      int is = of(name);
      if (was != is) {
        differences.add(name + ": " + was + " before, " + is + " after");
      }
    }
    return differences;
  }

  /** How a count is taken. */
  interface Count {
    Census take() throws IOException;
  }

  /** Counts until two counts are the same, for some seconds at most. */
  static Census settled(Count count) throws IOException, InterruptedException {
    Census census = count.take();
    for (int i = 0; i < TRIES; i++) {
      Thread.sleep(BETWEEN_MILLIS);
      Census next = count.take();
      if (next.differencesTo(census).isEmpty()) {
        break;
      }
      census = next;
    }
    return census;
  }

  /**
   * Counts until there is no difference any more to what was before, for some seconds at most.
   *
   * @return the differences that are left
   */
  static List<String> awaitSame(Census before, Count count)
      throws IOException, InterruptedException {
    List<String> differences = count.take().differencesTo(before);
    for (int i = 0; i < TRIES && !differences.isEmpty(); i++) {
      Thread.sleep(BETWEEN_MILLIS);
      differences = count.take().differencesTo(before);
    }
    return differences;
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
