package greenloom.hub;

import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A callback that a hub calls each time something happens: a channel can be read or written, a time
 * has come, the process got a signal. Made by {@link Hub#onReadable} and its kin.
 *
 * <pre>{@code
 * hub.onReadable(channel, watcher -> {
 *   buffer.clear();
 *   if (channel.read(buffer) < 0) {
 *     channel.close();               // which ends the watcher
 *   }
 * });
 * }</pre>
 *
 * <p>Each watcher has a green thread of its own, in which its callback is called, one call after
 * the other. A callback may wait; that holds up its own watcher and nobody else. A <i>raw</i> one
 * is called on the bare hub instead, when its turn comes between green threads: it has no thread,
 * costs less, and must not wait; one of our own words that waits is an error at once, a wait of the
 * JDK holds the hub. So does a lock that green threads take, too, be it a logger's or a queue's:
 * the one who waits for it may be the one who was given it and cannot run.
 *
 * <p>What comes out of a callback is reported, see {@link Hub#onFailure}, and the watcher stays.
 * There are two exceptions: a {@link GreenletExit}, for a kill of its thread ends the watcher; and
 * a {@link ClosedChannelException} when the channel was closed meanwhile.
 *
 * <p>It ends by {@link #close}, and when its channel is closed, by whomever. As an {@link
 * Awaitable} it is ready when it has ended. While it is active its hub reports no deadlock, since
 * an answer may come through it; it does not keep the hub open, and ends with it. Any thread may
 * use it.
 *
 * <pre>
 *   closed  calling  the callback
 *   false   false    waits for an event
 *   false   true     has its turn, or is running
 *   true    true     is running for the last time, if at all
 *   true    false    will never run again: the watcher has ended, once its channel is given back
 * </pre>
 */
public final class Watcher implements Awaitable, AutoCloseable {
  /** What a watcher calls. */
  @FunctionalInterface
  public interface Callback {
    /** Deals with an event of {@code watcher}. */
    void call(Watcher watcher) throws Exception;
  }

  // immutable
  private final Hub hub;
  private final Watchers among;
  private final long number;
  private final EventSource source;
  private final Callback callback;
  private final @Nullable RawTurn turn; // of a raw one

  // under the guard
  private final Guard guard = new Guard();
  private final WaitQueue waiters = new WaitQueue();
  private final Links links = new Links(guard);
  private int events; // that have come, and not been dealt with
  private boolean calling;
  private boolean listening = true; // to its source
  private boolean hasThread; // which has not ended
  private @Nullable Waiter idle; // the wait of its thread for the next event
  private volatile boolean closed;
  private volatile boolean ended;

  private volatile boolean busyPolled; // any thread

  // whoever calls back
  private long calls;

  // whoever makes it
  private Hub.@Nullable Hold hold;

  Watcher(Watchers among, long number, EventSource source, Callback callback, boolean raw) {
    this.hub = among.hub();
    this.among = among;
    this.number = number;
    this.source = source;
    this.callback = callback;
    this.hasThread = !raw;
    this.turn = raw ? new RawTurn(hub.home(), this::takeTurn, source.kind()) : null;
  }

  /**
   * Has its hub look for events of this watcher for a moment, 100 microseconds at most, before it
   * sleeps: busy polling, for a channel whose other end answers within some microseconds, where to
   * be put to sleep and woken would take longer than the answer. The hub does so only after a short
   * sleep that such an event has ended, and the more seldom the more often nothing came. Not with
   * one processor, nor with {@code -Dgreenloom.lookout=off}; of no effect for times and signals.
   * Returns this.
   */
  public Watcher busyPoll() {
    busyPolled = true;
    return this;
  }

  boolean busyPolled() {
    return busyPolled;
  }

  /** Begins to listen. */
  void start() {
    try {
      hub.end().refuseIfBegun();
      if (raw() && source.outside()) {
        hold = hub.keepOpen();
      }
      source.begin(this);
      if (!raw()) {
        hub.start(hub.unstarted(null, this::run, new Body(this)));
      }
    } catch (Throwable e) {
      close();
      abandon();
      throw e;
    }
  }

  /** What its green thread is, for those who look at the thread. */
  record Body(Watcher watcher) implements GreenThread.Origin {
    @Override
    public Class<?> bodyType() {
      return watcher.callback.getClass();
    }
  }

  // --- events ---

  /** An event has come. Any thread; does not wait. */
  void fire() {
    guard.enter();
    boolean first = !closed && !calling;
    events++;
    calling |= first;
    Waiter w = idle;
    idle = null;
    guard.leave();
    if (w != null) {
      w.wake(null);
    } else if (first && turn != null) {
      hub.submit(turn);
    }
  }

  /** Takes an event; false if there is none. */
  private boolean take() {
    guard.enter();
    boolean any = events > 0 && !closed;
    if (any) {
      events--;
    }
    guard.leave();
    return any;
  }

  private void call() {
    calls++;
    try {
      callback.call(this);
    } catch (Throwable e) {
      failed(e);
    }
  }

  private void failed(Throwable e) {
    Throwable real = raw() ? e : GreenThread.current().unmask(e);
    if (real instanceof GreenletExit && !raw()) {
      throw Hub.sneaky(real);
    }
    if (!(real instanceof ClosedChannelException && source.gone())) {
      hub.report("the callback of " + this, real);
    }
  }

  /** The callback has returned; true if it has to be called again at once. */
  private boolean called() {
    guard.enter();
    boolean more = events > 0 && !closed;
    calling = more;
    boolean again = !closed;
    guard.leave();
    if (again) {
      source.again();
    }
    return more;
  }

  // --- in a green thread ---

  private void run() {
    try {
      while (awaitEvent()) {
        call();
        GreenThread.current().absorbInterrupt();
        Thread.interrupted(); // what the callback left is no reason to end
        called();
      }
    } catch (GreenletExit e) {
      // killed, which is what was wanted
    } catch (Throwable e) {
      hub.report(toString(), e);
    } finally {
      close();
      threadEnds();
    }
  }

  /** Waits for an event, and takes it; false if it is closed before one comes. */
  private boolean awaitEvent() {
    guard.enter();
    Waiter w = null;
    if (events == 0 && !closed) {
      w = Waiter.here(this, "wait for", source.outside() ? null : guard);
      idle = w;
    }
    guard.leave();
    if (w != null) {
      w.await();
    }
    return take();
  }

  // --- on the bare hub ---

  private void takeTurn() {
    if (take()) {
      call();
    }
    if (called()) {
      hub.submit(Objects.requireNonNull(turn));
    } else {
      endIfOver();
    }
  }

  // --- the end ---

  /**
   * Ends it: no call begins after this, one that is under way comes to its end. Called by another
   * thread than one of the hub, a call may begin at the same moment. Does not wait, and does
   * nothing the second time.
   */
  @Override
  public void close() {
    guard.enter();
    boolean first = !closed;
    closed = true;
    Waiter w = idle;
    idle = null;
    guard.leave();
    if (first) {
      source.end(this::sourceEnded);
    }
    if (w != null) {
      w.wake(null);
    }
  }

  private void sourceEnded() {
    guard.enter();
    listening = false;
    guard.leave();
    endIfOver();
  }

  /** It is over for its green thread. */
  private void threadEnds() {
    guard.enter();
    calling = false;
    hasThread = false;
    guard.leave();
    endIfOver();
  }

  /** Ends at once, whatever its callback does: its hub has ended, or it never began. */
  void abandon() {
    sourceEnded();
    threadEnds();
  }

  private void endIfOver() {
    guard.enter();
    boolean over = closed && !listening && !calling && !hasThread && !ended;
    if (over) {
      ended = true;
      waiters.wakeAll(null);
    }
    guard.leave();
    if (over) {
      among.remove(this);
      if (hold != null) {
        hold.close();
      }
      links.tellAll();
    }
  }

  /** Returns whether its callback will be called at the next event. */
  public boolean active() {
    return !closed;
  }

  /** Whether it is closed, and its callback neither runs nor will. */
  boolean over() {
    guard.enter();
    boolean over = closed && !calling;
    guard.leave();
    return over;
  }

  /**
   * Returns whether it has ended: it is not active, its callback is not running, and its channel is
   * given back.
   */
  @Override
  public boolean ready() {
    return ended;
  }

  /**
   * Waits until it has ended. A kill or a time limit ends the wait, not the watcher.
   *
   * @throws IllegalStateException in its own callback
   */
  public void await() {
    awaitEnd(null);
  }

  /** Waits until it has ended, at most {@code limit}; returns whether it has. */
  public boolean await(Duration limit) {
    return awaitEnd(limit);
  }

  private boolean awaitEnd(@Nullable Duration limit) {
    GreenThread me = GreenThread.current();
    if (me.origin() instanceof Body b && b.watcher == this) {
      throw new IllegalStateException("a callback cannot wait for the end of its own watcher");
    }
    guard.enter();
    if (ended) {
      guard.leave();
      me.noWait();
      return true;
    }
    return waiters.await(me, guard, this, "await the end of", limit) != null;
  }

  @Override
  public Link whenReady(Runnable then) {
    return links.addUnless(() -> ended, then);
  }

  @Override
  public boolean reachable() {
    return source.outside() || guard.shared();
  }

  // --- asking ---

  /** Returns the hub that calls back. */
  public Hub hub() {
    return hub;
  }

  /** Returns whether it is called on the bare hub. */
  public boolean raw() {
    return turn != null;
  }

  /** Its place by age among those of its hub. */
  long number() {
    return number;
  }

  @Override
  public String toString() {
    String state = closed ? ", closed" : "";
    return "Watcher[" + source + (raw() ? ", raw, " : ", ") + calls + " calls" + state + "]";
  }
}
