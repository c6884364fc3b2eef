package greenloom.hub;

import greenloom.jdk.GreenTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the green threads of a hub do from the moment it is made until it is stopped: when each
 * runs, is ready, and waits for what. Made by {@link Hub#record}; {@code greenloom.timeline} draws
 * it.
 *
 * <p>Costs some looks at the clock a switch while it is on, more for a wait of the JDK, whose stack
 * is looked at, and memory: sixteen bytes for each change of state. Times are real ones, also with
 * a virtual clock. Any thread may use it.
 */
public final class Recording implements AutoCloseable {
  /** What a green thread does. */
  public enum State {
    /** Stands in the ready queue. */
    READY,
    /** Runs. */
    RUNNING,
    /** Waits. */
    WAITING
  }

  /**
   * A part of a life in one state.
   *
   * @param what what is waited for; empty if it does not wait
   * @param begin in nanoseconds since the recording began, as {@code end}
   */
  public record Span(State state, String what, long begin, long end) {}

  /**
   * What was seen of one green thread, or of the hub itself.
   *
   * @param id the number of its thread; 0 for the hub, which waits while nobody is ready
   * @param spawner the name of who spawned it; null if that is unknown
   * @param site where it was spawned
   * @param ended whether it has ended before the recording did
   * @param spans without gaps, in order
   */
  public record Life(
      long id,
      String name,
      @Nullable String spawner,
      long spawnerId,
      String site,
      boolean ended,
      List<Span> spans) {
    /** Copies the list. */
    public Life {
      spans = List.copyOf(spans);
    }
  }

  private static final int MOST_CHANGES = 4_000_000;
  private static final Object HUB = new Object();

  private final Hub hub;
  private final long zero = System.nanoTime();
  private final Eye eye = new Eye();

  // under the guard
  private final Guard guard = new Guard();
  private final List<Track> tracks = new ArrayList<>();
  private final Map<Object, Track> open = new HashMap<>(); // of those that have not ended
  private final Map<String, Integer> labels = new HashMap<>();
  private final List<String> texts = new ArrayList<>();
  private long changes;
  private long lost;
  private long stoppedAt = -1;

  private Recording(Hub hub) {
    this.hub = hub;
  }

  static Recording begin(Hub hub) {
    Recording recording = new Recording(hub);
    hub.enter(() -> {
      hub.loop().lookOn(recording.eye);
      recording.eye.begin();
    });
    return recording;
  }

  /** Ends it; what was seen stays. Does nothing the second time. */
  public void stop() {
    guard.enter();
    if (stoppedAt < 0) {
      stoppedAt = System.nanoTime() - zero;
    }
    guard.leave();
    hub.lookAway(eye);
  }

  /** The same as {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  /** Returns the name of the hub. */
  public String hubName() {
    return hub.name();
  }

  /** Returns how long it is, in nanoseconds; so far, if it has not been stopped. */
  public long nanos() {
    return stoppedAt < 0 ? System.nanoTime() - zero : stoppedAt;
  }

  /** Returns how many changes of state were left out, because there were too many (4 million). */
  public long lost() {
    return lost;
  }

  /**
   * Returns the lives that were seen, in the order in which they came into sight. Copies all of
   * them, so stop it before.
   */
  public List<Life> lives() {
    long end = nanos();
    guard.enter();
    try {
      return tracks.stream().map(t -> t.life(texts, end)).toList();
    } finally {
      guard.leave();
    }
  }

  private void change(Object whose, State state, String what, long now) {
    guard.enter();
    try {
      long at = now - zero;
      if (stoppedAt >= 0 && at > stoppedAt) {
        return;
      }
      if (changes == MOST_CHANGES) {
        lost++;
        return;
      }
      changes++;
      track(whose).change(state, label(what), Math.max(0, at));
    } finally {
      guard.leave();
    }
  }

  private void ends(GreenThread t, long now) {
    guard.enter();
    Track track = open.remove(t);
    if (track != null && (stoppedAt < 0 || now - zero <= stoppedAt)) {
      track.end(now - zero);
    }
    guard.leave();
  }

  private Track track(Object whose) {
    Track known = open.get(whose);
    if (known == null) {
      known = whose instanceof GreenThread t ? new Track(t) : new Track("hub " + hub.name());
      tracks.add(known);
      open.put(whose, known);
    }
    return known;
  }

  private int label(String what) {
    Integer known = labels.get(what);
    if (known == null) {
      known = texts.size();
      texts.add(what);
      labels.put(what, known);
    }
    return known;
  }

  /** What looks on; the hub's carrier. */
  private final class Eye implements Onlooker {
    /** The one that runs while the recording begins: nobody tells of the end of that run. */
    private @Nullable GreenThread first;

    void begin() {
      long now = System.nanoTime();
      GreenTask current = hub.loop().current();
      for (GreenThread t : hub.threads().reversed()) {
        if (t == current) {
          first = t;
          change(t, State.RUNNING, "", now);
        } else {
          stands(t, now);
        }
      }
    }

    private void firstEnds(long now) {
      GreenThread t = first;
      if (t != null) {
        first = null;
        stands(t, now);
      }
    }

    /** Notes how {@code t}, which does not run, stands. */
    private void stands(GreenThread t, long now) {
      if (!t.thread().isAlive()) {
        ends(t, now);
        return;
      }
      String wait = Standing.wait(t);
      change(t, wait == null ? State.READY : State.WAITING, wait == null ? "" : wait, now);
    }

    @Override
    public void ready(GreenTask task) {
      if (task instanceof GreenThread t && t.green() && t != hub.loop().current()) {
        change(t, State.READY, "", System.nanoTime());
      }
    }

    @Override
    public void begins(GreenTask task, long now) {
      firstEnds(now);
      if (task instanceof GreenThread t && t.green()) {
        change(t, State.RUNNING, "", now);
      }
    }

    @Override
    public void ran(GreenTask task, long begin, long end) {
      if (task instanceof GreenThread t && t.green()) {
        if (t.ended()) {
          ends(t, end);
        } else {
          stands(t, end);
        }
      }
    }

    @Override
    public void slept(long begin, long end) {
      firstEnds(begin);
      change(HUB, State.WAITING, "nobody is ready", begin);
      change(HUB, State.RUNNING, "", end);
    }
  }
}
