package greenloom.hub;

import greenloom.jdk.GreenTask;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** What Java Flight Recorder hears of one hub. Named only where that is there. */
final class JfrEvents implements Onlooker {
  private static final HubLocal<JfrEvents> OF_HUB = new HubLocal<>(JfrEvents::new);

  @Category("Greenloom")
  @StackTrace(false)
  abstract static class OfHub extends Event {
    @Label("Hub")
    @Nullable String hub;

    @Label("Green Thread")
    @Nullable String thread;

    void fill(String ofHub, String ofThread) {
      hub = ofHub;
      thread = ofThread;
    }
  }

  @Name("greenloom.Spawn")
  @Label("Green Thread Spawned")
  static final class Spawn extends OfHub {
    @Label("Thread Id")
    long id;

    @Label("Spawned By")
    @Nullable String spawner;

    @Label("Spawned In")
    @Nullable String site;
  }

  @Name("greenloom.End")
  @Label("Green Thread Ended")
  static final class End extends OfHub {
    @Label("Thread Id")
    long id;
  }

  @Name("greenloom.Slice")
  @Label("Run Slice")
  @Description("A green thread ran for long without a wait")
  @Threshold("10 ms")
  static final class SliceEvent extends OfHub {}

  @Name("greenloom.Blocked")
  @Label("Hub Blocked")
  @Description("The watchdog has seen that a green thread keeps its hub")
  static final class Blocked extends OfHub {
    @Label("What")
    @Nullable String what;
  }

  @Name("greenloom.QueueDelay")
  @Label("Ready-Queue Delay")
  @Description("Who was ready had to wait for long; those over 10 ms")
  @Category("Greenloom")
  @StackTrace(false)
  static final class Delay extends Event {
    @Label("Hub")
    @Nullable String hub;

    @Label("Delay")
    @Timespan
    long delay;
  }

  private static final long LONG_DELAY_NANOS = 10_000_000;

  private final String name;
  private final List<Spawn> spawned = new ArrayList<>(); // by the present run
  private @Nullable SliceEvent slice;

  private JfrEvents(Hub hub) {
    this.name = hub.name();
  }

  /** Loads the events, which takes a while, so that no hub has to. */
  static void load() {
    List.of(Spawn.class, End.class, SliceEvent.class, Blocked.class, Delay.class)
        .forEach(FlightRecorder::register);
  }

  static void lookAt(Hub hub) {
    hub.lookOn(OF_HUB.get(hub));
  }

  static void lookAway(Hub hub) {
    hub.lookAway(OF_HUB.get(hub));
  }

  static void blocked(Hub hub, String thread, String what) {
    Blocked event = new Blocked();
    event.fill(hub.name(), thread);
    event.what = what;
    event.commit();
  }

  @Override
  public void ready(GreenTask task) {
    if (task instanceof GreenThread t && t.green() && !t.listed) {
      Spawn event = new Spawn();
      if (event.shouldCommit()) {
        event.fill(name, t.name());
        event.id = t.thread().threadId();
        event.spawner = t.spawner();
        event.site = t.site();
        event.begin();
        event.end();
        spawned.add(event);
      }
      if (!Thread.currentThread().isVirtual()) {
        commitSpawned();
      }
    }
  }

  /** On the carrier: its next event is lost after one of the green thread that it carries. */
  private void commitSpawned() {
    spawned.forEach(Spawn::commit);
    spawned.clear();
  }

  @Override
  public void begins(GreenTask task, long now) {
    SliceEvent event = new SliceEvent();
    event.begin();
    slice = event;
  }

  @Override
  public void ran(GreenTask task, long begin, long end) {
    commitSpawned();
    SliceEvent event = slice;
    slice = null;
    if (event != null) {
      event.end();
      if (event.shouldCommit()) {
        event.fill(name, task instanceof GreenThread t ? t.name() : task.toString());
        event.commit();
      }
    }
    if (task instanceof GreenThread t && t.green() && t.ended()) {
      ended(t);
    }
  }

  private void ended(GreenThread t) {
    End event = new End();
    event.fill(name, t.name());
    event.id = t.thread().threadId();
    event.commit();
  }

  @Override
  public void queued(long nanos) {
    if (nanos >= LONG_DELAY_NANOS) {
      Delay event = new Delay();
      event.hub = name;
      event.delay = nanos;
      event.commit();
    }
  }
}
