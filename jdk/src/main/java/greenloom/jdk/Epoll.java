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
   * Reports {@code fd} once, when it can be read or written.
   *
   * @return false if this is closed
   * @throws IOException if the operating system does not wait for that kind of descriptor
   */
  boolean arm(int fd, boolean read) throws IOException;

  /**
   * Takes back an {@link #arm} that has not been reported.
   *
   * @return false if this is closed
   */
  boolean disarm(int fd, boolean read);

  /** The calling thread has come back from {@link #arm}, and will look whether it can read. */
  void looking(int fd);

  /**
   * Tells {@code watch} whenever something comes to be read at {@code fd}, until {@link #unwatch};
   * what is there already is told, too. Waits for the same descriptor by {@link #arm} go on.
   *
   * <p>Only for a descriptor that nobody closes without the caller's knowledge.
   *
   * @return false if this is closed
   * @throws IOException if the operating system does not wait for that kind of descriptor
   */
  boolean watch(int fd, Watch watch) throws IOException;

  /**
   * Tells {@code watch} each time the carrier looks and some of {@code what} holds at {@code fd}:
   * {@link Watch#READABLE}, {@link Watch#WRITABLE}, or both. Called again it changes that. An end
   * or a failure counts as either. Nobody may wait for the same descriptor by {@link #arm}, or
   * watch it otherwise.
   *
   * <p>Only for a descriptor that nobody closes without the caller's knowledge.
   *
   * @return false if this is closed
   * @throws IOException if the operating system does not wait for that kind of descriptor
   */
  boolean watchByLevel(int fd, Watch watch, int what) throws IOException;

  /** Ends {@link #watchByLevel}; does nothing if there is none. */
  void unwatchByLevel(int fd, Watch watch);

  /**
   * Ends a {@link #watch}; before the descriptor is closed.
   *
   * @param closing whether it will be closed now, so that nothing need be said to the operating
   *     system
   */
  void unwatch(int fd, Watch watch, boolean closing);

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
