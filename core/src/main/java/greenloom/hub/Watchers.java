package greenloom.hub;

import greenloom.jdk.HeldChannels;
import greenloom.jdk.Jdk;
import greenloom.jdk.Watch;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The watchers of one hub that have not ended, and the channels they look at. */
final class Watchers implements AutoCloseable {
  private static final HubLocal<Watchers> OF_HUB = new HubLocal<>(Watchers::new);

  private final Hub hub;

  // any thread; by age, and without a lock, which the bare hub might share with its green threads
  private final Map<Long, Watcher> all = new ConcurrentSkipListMap<>();
  private final AtomicLong made = new AtomicLong();
  private final AtomicInteger size = new AtomicInteger();

  // the carrier
  private final IdentityHashMap<SelectableChannel, WatchedChannel> channels =
      new IdentityHashMap<>();
  private @Nullable HeldChannels held; // made at first need

  private Watchers(Hub hub) {
    this.hub = hub;
  }

  static Watchers of(Hub hub) {
    return OF_HUB.get(hub);
  }

  Hub hub() {
    return hub;
  }

  // --- making ---

  Watcher readable(SelectableChannel channel, Watcher.Callback callback, boolean raw) {
    refuse(channel, WatchedChannel.READS, "read");
    return start(new ReadinessSource(this, channel, Watch.READABLE), callback, raw);
  }

  Watcher writable(SelectableChannel channel, Watcher.Callback callback, boolean raw) {
    refuse(channel, WatchedChannel.WRITES, "written");
    return start(new ReadinessSource(this, channel, Watch.WRITABLE), callback, raw);
  }

  private static void refuse(SelectableChannel channel, int ops, String done) {
    if ((channel.validOps() & ops) == 0) {
      throw new IllegalArgumentException(channel + " is never " + done + "; watch another channel");
    }
    if (Jdk.descriptor(channel) < 0) {
      throw new IllegalArgumentException(
          channel + " is not of the JDK's making; it has no descriptor");
    }
    if (channel.isBlocking() && channel.isOpen()) {
      throw new IllegalStateException(
          channel + " is in blocking mode; call configureBlocking(false) before");
    }
  }

  Watcher timer(Duration delay, Duration period, Watcher.Callback callback, boolean raw) {
    return start(new TimerSource(hub, delay, period), callback, raw);
  }

  Watcher signal(String name, Watcher.Callback callback, boolean raw) {
    return start(new SignalSource(name), callback, raw);
  }

  private Watcher start(EventSource source, Watcher.Callback callback, boolean raw) {
    Watcher watcher = new Watcher(this, made.incrementAndGet(), source, callback, raw);
    all.put(watcher.number(), watcher); // before it is started: who ends the hub sees it
    size.incrementAndGet();
    watcher.start();
    if (hub.closed()) {
      watcher.close();
      watcher.abandon();
    }
    return watcher;
  }

  void remove(Watcher watcher) {
    all.remove(watcher.number());
    size.decrementAndGet();
  }

  // --- channels: the carrier ---

  WatchedChannel watched(SelectableChannel channel) throws ClosedChannelException {
    WatchedChannel watched = channels.get(channel);
    if (watched == null) {
      if (held == null) {
        held = Jdk.heldChannels();
      }
      watched = new WatchedChannel(this, channel, held);
      channels.put(channel, watched);
    }
    return watched;
  }

  void forget(WatchedChannel watched) {
    channels.remove(watched.channel(), watched);
  }

  // --- asking ---

  int size() {
    return size.get();
  }

  /** Those without a green thread. */
  List<Watcher> raw() {
    return all.values().stream().filter(Watcher::raw).toList();
  }

  /** The hub has ended. */
  @Override
  public void close() {
    for (Watcher watcher : List.copyOf(all.values())) {
      watcher.close();
      watcher.abandon();
    }
    List.copyOf(channels.values()).forEach(WatchedChannel::release);
  }
}
