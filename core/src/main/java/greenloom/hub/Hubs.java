package greenloom.hub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A group of hubs, each with a platform thread of its own, so that a program uses as many
 * processors as there are hubs.
 *
 * <pre>{@code
 * try (Hubs hubs = Hubs.start(4)) {
 *   Greenlet<Image> small = spawnOn(hubs, () -> scale(image));
 *   show(small.get());
 * }
 * }</pre>
 *
 * <p>What is new is given to one of the hubs by a {@link Placement}, or by {@link #forKey}, and
 * stays there to its end: a green thread never goes from one hub to another, and what it spawns is
 * on its own hub unless it says otherwise. So what only threads of one hub use needs no lock, and a
 * {@link HubLocal} gives each hub its own. What several hubs use has to be made for several
 * threads, as everything in {@code greenloom.sync} is.
 *
 * <p>The hubs end together, by {@link #stop} or {@link #close}. All methods may be called from any
 * thread unless they say otherwise.
 */
public final class Hubs implements AutoCloseable {
  /** 2^32 over the golden ratio, for hashing by multiplication (Knuth, TAOCP volume 3, 6.4). */
  private static final int GOLDEN = 0x9E3779B9;

  private final String name;
  private final List<Hub> members;
  private final Placement placement;
  private volatile boolean stopping;

  private Hubs(String name, List<Hub> members, Placement placement) {
    this.name = name;
    this.members = List.copyOf(members);
    this.placement = placement;
  }

  // --- making ---

  /**
   * Starts {@code count} hubs, at least 1, which take new work in turn. They keep the JVM alive
   * until they are closed. More than there are processors are of no use. {@link
   * HubSetup#start(int)} starts others.
   */
  public static Hubs start(int count) {
    return Hub.setup("hub").start(count);
  }

  static Hubs start(HubSetup setup, int count, Placement placement) {
    if (count < 1) {
      throw new IllegalArgumentException("a group has at least 1 hub, not " + count);
    }
    List<Hub> started = new ArrayList<>();
    try {
      for (int i = 1; i <= count; i++) {
        started.add(setup.named(setup.name + "-" + i).start());
      }
    } catch (Throwable e) { // no more threads
      started.forEach(Hub::close);
      throw e;
    }
    return new Hubs(setup.name, started, placement);
  }

  /**
   * Makes the group the JVM's default scheduler: from now on every virtual thread that the program,
   * its libraries or the JDK start from a platform thread gets one of the hubs by the group's
   * placement, when it begins, and stays there. Those that a green thread starts are on its hub. To
   * be called first thing in {@code main}; there is no way back. Once the group is being stopped,
   * virtual threads that begin go to the JDK's own scheduler.
   *
   * @throws IllegalStateException if it is too late; see {@link Hub#installAsDefaultScheduler}
   */
  public void installAsDefaultScheduler() {
    if (stopping) {
      throw new IllegalStateException("hubs " + name + " are stopped; install others");
    }
    DefaultScheduler.install(size(), () -> stopping ? null : placement.choose(members), this);
  }

  // --- placing ---

  /**
   * Returns the hub that is to have what comes next, as the placement chooses. Each call counts as
   * one thing placed.
   *
   * @throws IllegalStateException if the group is being stopped, and the caller is no thread of it
   */
  public Hub next() {
    if (stopping && !inside()) {
      throw new IllegalStateException("hubs " + name + " are stopped, and take nothing more");
    }
    return placement.choose(members);
  }

  /**
   * Returns the hub for {@code key}: the same one each time for equal keys. Data that belongs to a
   * key needs no lock if all that uses it runs there.
   */
  public Hub forKey(Object key) {
    long hash = Integer.toUnsignedLong(key.hashCode() * GOLDEN);
    return members.get((int) ((hash * members.size()) >>> 32));
  }

  /**
   * Starts a green thread on the {@link #next} hub; see {@link Hub#spawn}. Greenlets, which have
   * results, are started by {@code Greenloom.spawnOn}.
   */
  public GreenThread spawn(@Nullable String threadName, Runnable body) {
    return next().spawn(threadName, body);
  }

  /** Returns an executor that runs each task in a green thread of its own on the next hub. */
  public Executor executor() {
    return task -> spawn(null, task);
  }

  /** Returns a factory of unstarted green threads, each on the next hub. */
  public ThreadFactory threadFactory() {
    return task -> next().unstarted(null, task, task).thread();
  }

  // --- asking ---

  /** Returns its name; those of its hubs are the same with a number behind. */
  public String name() {
    return name;
  }

  /** Returns its hubs, always the same ones in the same order. */
  public List<Hub> members() {
    return members;
  }

  /** Returns how many hubs it has. */
  public int size() {
    return members.size();
  }

  /** Returns what each hub has done so far, in the order of {@link #members}. */
  public List<HubStats> stats() {
    return members.stream().map(Hub::stats).toList();
  }

  /** Returns the dumps of all hubs, one below the other; see {@link Hub#dump}. */
  public String dump() {
    return members.stream().map(Hub::dump).collect(Collectors.joining());
  }

  /** Returns the dumps of all hubs as a JSON array; see {@link Hub#dumpJson}. */
  public String dumpJson() {
    return members.stream().map(Hub::dumpJson).collect(Collectors.joining(",", "[", "]"));
  }

  /** Sets who hears of failures on any of its hubs that nobody waits for. */
  public void onFailure(BiConsumer<String, Throwable> handler) {
    members.forEach(hub -> hub.onFailure(handler));
  }

  @Override
  public String toString() {
    int live = members.stream().mapToInt(hub -> hub.loop().roster().live()).sum();
    return "Hubs[" + name + ", " + size() + " hubs, " + live + " green threads]";
  }

  private boolean inside() {
    return members.stream().anyMatch(Hub::onCarrier);
  }

  // --- the end ---

  /**
   * Takes nothing more from outside, waits until all green threads have ended, at most {@code
   * drain}, kills the rest as {@link Hub#close} does, and ends the hubs. What green threads of the
   * group still spawn, on whichever of its hubs, is waited for, too; what waits to be spawned later
   * is not, and an open watcher with a green thread of its own never ends.
   *
   * <p>A kill, a time limit or an interrupt of the caller ends the drain; the rest follows before
   * it comes out.
   *
   * @return whether all had ended by themselves in time
   * @throws IllegalStateException when called on a thread of the group
   */
  public boolean stop(Duration drain) {
    if (inside()) {
      throw new IllegalStateException(
          "hubs " + name + " cannot be stopped by one of their threads");
    }
    stopping = true;
    try {
      return Drain.await(members, drain);
    } finally {
      members.forEach(hub -> hub.end().begin()); // all at the same time
      members.forEach(Hub::close);
    }
  }

  /** Kills all green threads and ends the hubs, all at the same time; see {@link Hub#close}. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }
}
