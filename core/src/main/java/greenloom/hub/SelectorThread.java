package greenloom.hub;

import greenloom.jdk.HeldChannels;
import greenloom.jdk.Jdk;
import greenloom.jdk.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Readiness of channels for a hub that has no epoll: a selector of the JDK, on a daemon thread of
 * its own. Keys are touched by that thread only; the others hand it requests.
 *
 * <p>Each interest is told once: the thread takes it off the key when it reports, because the hub
 * hears of it later; the hub asks anew. A report names the round of asking it answers, so that the
 * hub can drop one that is out of date.
 *
 * <p>The bare hub must not wait for a lock that one of its green threads waits for, too: the lock
 * may be given to the green thread, which cannot run then. So green threads take none of the
 * selector's. Its wake-up, which has one, is left to the carrier, before it sleeps, {@link
 * #wakeIfDue}; and keys become invalid without the lock by which they are cancelled.
 */
final class SelectorThread implements Runnable {
  private final Hub hub;
  private final Selector selector;
  private final HeldChannels held = Jdk.heldChannels();
  private final ConcurrentLinkedQueue<Runnable> requests = new ConcurrentLinkedQueue<>();
  private volatile boolean wakeUpIsDue;
  private volatile boolean closed;

  /** What a key reports to. */
  private record Asked(WatchedChannel channel, int round) {}

  private SelectorThread(Hub hub, Selector selector) {
    this.hub = hub;
    this.selector = selector;
  }

  static SelectorThread start(Hub hub) throws IOException {
    SelectorThread made = new SelectorThread(hub, Selector.open());
    Thread.ofPlatform().name("greenloom-selector").daemon().start(made);
    return made;
  }

  // --- any thread ---

  /** See {@link Poller#tell}. On the hub's carrier. */
  void tell(WatchedChannel channel, int what) {
    Asked asked = new Asked(channel, channel.round());
    request(() -> change(asked, what));
  }

  /** See {@link Poller#forget}. Its key is dead at once, and taken out soon. */
  void forget(WatchedChannel channel) {
    SelectionKey key = channel.channel().keyFor(selector);
    if (key != null) {
      held.invalidate(key);
    }
    request(() -> flush(channel.channel()));
  }

  private void request(Runnable request) {
    requests.add(request);
    if (Thread.currentThread().isVirtual() && hub.onCarrier()) {
      wakeUpIsDue = true;
    } else {
      selector.wakeup();
    }
  }

  /** On the carrier, between runs: before it sleeps or leaves its loop. */
  void wakeIfDue() {
    if (wakeUpIsDue) {
      wakeUpIsDue = false;
      selector.wakeup();
    }
  }

  void close() {
    closed = true;
    selector.wakeup();
  }

  // --- its thread ---

  @Override
  public void run() {
    try (selector) {
      while (!closed) {
        selector.select(this::report);
        for (Runnable r = requests.poll(); r != null; r = requests.poll()) {
          r.run();
        }
      }
    } catch (IOException | UncheckedIOException e) {
      System.getLogger("greenloom").log(Level.ERROR, "channels are watched no more", e);
    }
  }

  private void report(SelectionKey key) {
    Asked asked = (Asked) key.attachment();
    int what = 0;
    try {
      int ready = key.readyOps();
      key.interestOpsAnd(~ready);
      what = what(ready);
    } catch (CancelledKeyException e) {
      return; // closed meanwhile
    }
    asked.channel.arrivedOutside(what, asked.round);
  }

  /** Takes the key of a former watch out. */
  private void flush(SelectableChannel channel) {
    SelectionKey key = channel.keyFor(selector);
    if (key != null && !key.isValid()) {
      held.takeOut(key);
      try {
        selector.selectNow(this::report);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Registers the channel, which may wait for locks of it. It can be forgotten while that goes on,
   * so one looks before it, and again after it.
   */
  private void change(Asked asked, int what) {
    SelectableChannel channel = asked.channel.channel();
    flush(channel);
    if (asked.channel.forgotten()) {
      return;
    }
    try {
      SelectionKey key = channel.register(selector, ops(what) & channel.validOps(), asked);
      if (asked.channel.forgotten()) {
        held.invalidate(key);
        flush(channel);
      }
    } catch (ClosedChannelException | CancelledKeyException | IllegalBlockingModeException e) {
      // its watchers hear of that, or there are none any more
    }
  }

  private static int ops(int what) {
    return ((what & Watch.READABLE) == 0 ? 0 : WatchedChannel.READS)
        | ((what & Watch.WRITABLE) == 0 ? 0 : WatchedChannel.WRITES);
  }

  private static int what(int ops) {
    return ((ops & WatchedChannel.READS) == 0 ? 0 : Watch.READABLE)
        | ((ops & WatchedChannel.WRITES) == 0 ? 0 : Watch.WRITABLE);
  }
}
