package greenloom.hub;

import greenloom.jdk.Features;
import java.io.IOException;

/**
 * Where a hub sleeps, and where readiness of sockets comes in; the seam to the operating system.
 *
 * <p>An implementation keeps these promises: {@link #sleep} returns at the latest after the given
 * time, not before it without a reason, and at once when {@link #wake} came before it or comes
 * meanwhile; it may return early for no reason. {@link #poll} never waits. Both are called by the
 * hub's carrier only, {@link #wake} by any thread.
 */
interface Poller {
  /** Takes in what is ready, without waiting. */
  void poll();

  /** Passes on what has been asked for; the carrier leaves the loop, and may not come back soon. */
  void leave();

  /** Waits for readiness, a wake-up, or {@code nanos} nanoseconds. */
  void sleep(long nanos);

  /** Ends the present or the next {@link #sleep}. */
  void wake();

  /** What it is, for the statistics. */
  String name();

  /**
   * The calling green thread is about to wait for a descriptor.
   *
   * @return false if the JDK shall look after that
   */
  boolean begin(int fd, boolean read) throws IOException;

  /** The calling green thread has come back from a wait that was begun here; see {@link #begin}. */
  boolean end(int fd, boolean read, boolean woken);

  /** A watcher looks for readiness from now on. */
  void beginWatched();

  /** It does not any more. */
  void endWatched();

  /**
   * Tells {@code channel} what of {@code what} holds there, each time the hub looks; see {@link
   * greenloom.jdk.Epoll#watch}. Called again it changes that; 0: nothing. Carrier only.
   */
  void tell(WatchedChannel channel, int what) throws IOException;

  /**
   * Ends {@link #tell}, because the channel is closed or nobody looks at it any more. Any thread.
   */
  void forget(WatchedChannel channel);

  /** How many threads and watchers wait for descriptors here. */
  int waits();

  /** How often a sleep was ended through the operating system, by another thread. */
  long interrupts();

  /** Gives back what it has of the operating system; the hub has ended. */
  void close();

  /** The best there is on this JDK. */
  static Poller of(Features features) {
    return features.epoll()
        ? new EpollPoller(features.poller())
        : new PortablePoller(features.poller());
  }
}
