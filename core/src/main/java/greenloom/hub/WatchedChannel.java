package greenloom.hub;

import greenloom.jdk.HeldChannels;
import greenloom.jdk.Jdk;
import greenloom.jdk.Watch;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One channel that watchers of one hub look at. The poller tells of it by level; what is told while
 * no watcher wants to know, because a callback is still running, is asked for no more until one
 * does. So a callback that deals with its event before the hub looks again, as most do, costs no
 * call of the operating system.
 *
 * <p>How no watcher hears of somebody else's descriptor:
 *
 * <ul>
 *   <li>The channel is held, {@link HeldChannels}: its descriptor is closed only after {@link
 *       #letGo}. That forgets the number, and nothing names it afterwards: asking is done under the
 *       guard, and not any more once this is marked as closed. A poller that names it outside the
 *       guard, on a thread of its own, looks for the mark afterwards, too.
 *   <li>A report of the former bearer of a number can be on the way when the number is given away
 *       and watched again: but a watch begins on the carrier, and so not between the arrival of
 *       reports and their delivery.
 * </ul>
 *
 * <p>How none outlives its channel: {@link #letGo} marks this as closed first and looks for sources
 * second; a source that joins is added first, and looks for the mark second.
 */
final class WatchedChannel extends Watch {
  static final int READS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  static final int WRITES = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

  // immutable
  private final Hub hub;
  private final Watchers among;
  private final SelectableChannel channel;
  private final int fd;
  private final SelectionKey held;

  // the hub's carrier; whoever closes the channel reads it
  private volatile List<ReadinessSource> sources = List.of();

  // the hub's carrier
  private int told; // what the poller tells of
  private int round;

  // set under the guard; any thread
  private final Guard guard = new Guard();
  private volatile boolean closed;

  WatchedChannel(Watchers among, SelectableChannel channel, HeldChannels holds)
      throws ClosedChannelException {
    this.hub = among.hub();
    this.among = among;
    this.channel = channel;
    this.fd = Jdk.descriptor(channel);
    this.held = holds.hold(channel, this::letGo);
  }

  Hub hub() {
    return hub;
  }

  SelectableChannel channel() {
    return channel;
  }

  int fd() {
    return fd;
  }

  // --- the carrier ---

  void add(ReadinessSource source) {
    List<ReadinessSource> more = new ArrayList<>(sources);
    more.add(source);
    sources = List.copyOf(more);
    if (closed) {
      source.closed();
    }
  }

  void remove(ReadinessSource source) {
    List<ReadinessSource> fewer = new ArrayList<>(sources);
    fewer.remove(source);
    sources = List.copyOf(fewer);
    if (fewer.isEmpty()) {
      release();
    }
  }

  /** Gives the channel back. */
  void release() {
    among.forget(this);
    held.cancel();
  }

  /** From now on {@code what} is asked for, too. */
  void want(int what) {
    if ((told & what) != what) {
      ask(told | what);
    }
  }

  @Override
  protected void arrived(int what) {
    int vain = what & told;
    for (ReadinessSource source : sources) {
      if (source.ready(what)) {
        vain &= ~source.what;
      }
    }
    if (vain != 0) {
      ask(told & ~vain);
    }
  }

  /** How often something was asked for. */
  int round() {
    return round;
  }

  /** The same for a poller that tells once for each time it was asked. */
  private void arrivedOnce(int what, int inRound) {
    if (inRound == round) { // else it was asked anew, and what still holds is told again
      told &= ~what;
      arrived(what);
    }
  }

  private void ask(int what) {
    told = what;
    round++;
    guard.enter();
    IOException refused = closed ? null : tell(what);
    guard.leave();
    if (refused != null) {
      hub.report("watching " + channel, refused);
      sources.forEach(ReadinessSource::closed);
    }
  }

  private @Nullable IOException tell(int what) {
    try {
      hub.loop().poller().tell(this, what);
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  // --- any thread ---

  /** As {@link #arrived}, once, in answer to what was asked in {@code inRound}. */
  void arrivedOutside(int what, int inRound) {
    hub.loop().put(() -> arrivedOnce(what, inRound));
  }

  /** Whether its descriptor must not be named any more. */
  boolean forgotten() {
    return closed;
  }

  // --- whoever closes the channel ---

  private void letGo() {
    guard.enter(); // nothing is asked for after this
    closed = true;
    guard.leave();
    hub.loop().poller().forget(this);
    sources.forEach(ReadinessSource::closed);
  }
}
