package greenloom.hub;

import greenloom.jdk.Watch;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/** That a channel can be read, or that it can be written, for one watcher. */
final class ReadinessSource implements EventSource {
  private final Watchers watchers;
  private final Hub hub;
  private final SelectableChannel channel;
  final int what; // Watch.READABLE or Watch.WRITABLE

  // the hub's carrier
  private @Nullable Watcher watcher;
  private @Nullable WatchedChannel at;
  private boolean idle; // the next readiness is an event
  private boolean ended;

  ReadinessSource(Watchers watchers, SelectableChannel channel, int what) {
    this.watchers = watchers;
    this.hub = watchers.hub();
    this.channel = channel;
    this.what = what;
  }

  @Override
  public void begin(Watcher listener) {
    hub.enter(() -> join(listener));
  }

  private void join(Watcher listener) {
    watcher = listener;
    if (ended) {
      return;
    }
    try {
      WatchedChannel watched = watchers.watched(channel);
      at = watched;
      watched.add(this);
      want();
    } catch (ClosedChannelException e) {
      listener.close();
    } catch (IllegalBlockingModeException e) {
      hub.report("watching " + channel, e);
      listener.close();
    }
  }

  @Override
  public void again() {
    hub.enter(this::want);
  }

  private void want() {
    WatchedChannel watched = at;
    if (watched != null && !ended && !idle) {
      idle = true;
      hub.loop().poller().beginWatched();
      watched.want(what);
    }
  }

  @Override
  public void end(Runnable then) {
    hub.enter(() -> {
      ended = true;
      WatchedChannel watched = at;
      if (watched != null) {
        busy();
        watched.remove(this);
      }
      then.run();
    });
  }

  private void busy() {
    if (idle) {
      idle = false;
      hub.loop().poller().endWatched();
    }
  }

  /** Some of {@code now} holds at the channel; false if the watcher does not want to know. */
  boolean ready(int now) {
    Watcher w = watcher;
    if (!idle || (what & now) == 0 || w == null) {
      return false;
    }
    busy();
    if (w.busyPolled()) {
      hub.loop().idle().answered();
    }
    w.fire();
    return true;
  }

  /** The channel is closed, or cannot be watched. Any thread. */
  void closed() {
    Watcher w = watcher;
    if (w != null) {
      w.close();
    }
  }

  @Override
  public boolean gone() {
    return !channel.isOpen();
  }

  @Override
  public boolean outside() {
    return true;
  }

  @Override
  public String kind() {
    return what == Watch.READABLE ? "readable" : "writable";
  }

  @Override
  public String toString() {
    return kind() + " " + channel;
  }
}
