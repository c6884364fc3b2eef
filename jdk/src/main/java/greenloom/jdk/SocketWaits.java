package greenloom.jdk;

import java.io.IOException;

/**
 * A scheduler that looks after the socket waits of its virtual threads itself, with an {@link
 * Epoll}.
 *
 * <p>It is asked once {@link Jdk#preparePollers} has put the hook in. Both methods are called on
 * the waiting thread, which must not wait there. Of other schedulers the JDK's poller threads take
 * care, as without the hook.
 */
public interface SocketWaits {
  /**
   * The calling thread is about to park until {@code fd} can be read or written. An exception
   * thrown here comes out of the wait, and nothing is changed.
   *
   * @return false to leave this wait to the JDK
   */
  boolean begin(int fd, boolean read) throws IOException;

  /**
   * The calling thread has come back from a wait for which {@link #begin} answered true.
   *
   * @param woken whether readiness, or the closing of the descriptor, has ended the wait; if not it
   *     is still registered
   * @return false to have it deregistered by the JDK
   */
  boolean end(int fd, boolean read, boolean woken);
}
