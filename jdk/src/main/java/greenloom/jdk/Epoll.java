package greenloom.jdk;

import java.io.IOException;

/**
 * Descriptors that virtual threads wait for, as the operating system keeps them for one carrier.
 *
 * <p>{@link #await} and {@link #deliver} are for one thread at a time, the carrier; the others are
 * for any thread. After {@link #close}, or when it is closed meanwhile, all of them do nothing. One
 * that is forgotten is closed when it is collected.
 */
public interface Epoll extends AutoCloseable {
  /**
   * Reports {@code fd} once, when it can be read or written. Called by the thread that waits, which
   * has noted itself at the JDK's pollers.
   *
   * @return false if this is closed
   * @throws IOException if the operating system does not wait for that kind of descriptor
   */
  boolean arm(int fd, boolean read) throws IOException;

  /**
   * Ends the wait begun by {@link #arm}, whose thread has come back.
   *
   * @param reported whether a report has ended it; if not none will come
   * @return false if this is closed
   */
  boolean disarm(int fd, boolean read, boolean reported);

  /**
   * Tells {@code watch} each time the carrier looks and some of {@code what} holds at {@code fd}:
   * {@link Watch#READABLE}, {@link Watch#WRITABLE}, or both. Called again it changes that. An end
   * or a failure counts as either. Nobody may wait for the same descriptor by {@link #arm}.
   *
   * <p>Only for a descriptor that nobody closes without the caller's knowledge.
   *
   * @return false if this is closed
   * @throws IOException if the operating system does not wait for that kind of descriptor
   */
  boolean watch(int fd, Watch watch, int what) throws IOException;

  /** Ends {@link #watch}; does nothing if there is none. */
  void unwatch(int fd, Watch watch);

  /**
   * Waits until something is to be reported, an {@link #interrupt}, or so many milliseconds; -1: no
   * limit. May return early for no reason.
   *
   * @return how many reports {@link #deliver} will find
   */
  int await(int millis);

  /**
   * Unparks the threads, and tells the watches, for which the last {@link #await} found something.
   */
  void deliver(int reports);

  /** Ends the present or the next {@link #await}. */
  void interrupt();

  /** Gives the descriptors back. */
  @Override
  void close();
}
