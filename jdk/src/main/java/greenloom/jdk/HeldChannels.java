package greenloom.jdk;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/**
 * Channels whose descriptors somebody names to the operating system himself. While a channel is
 * held its descriptor stays open, also when the channel is closed, until the holder has let go; so
 * the number cannot become somebody else's meanwhile. Any thread.
 */
public interface HeldChannels {
  /**
   * Holds {@code channel} until it is closed, or the key that is returned is cancelled. It cannot
   * be put into blocking mode meanwhile.
   *
   * @param letGo is called once, by whoever closes the channel or cancels the key; the descriptor
   *     must not be named after it has returned. Must not wait
   * @throws java.nio.channels.IllegalBlockingModeException if it is in blocking mode
   * @throws java.nio.channels.IllegalSelectorException if it is not one of the JDK's own making
   */
  SelectionKey hold(SelectableChannel channel, Runnable letGo) throws ClosedChannelException;

  /**
   * Makes {@code key}, of a selector of the JDK, invalid without a lock; closing its channel takes
   * none for it, either. The selector's own thread calls {@link #takeOut} after that. Does nothing
   * if it is invalid already.
   */
  void invalidate(SelectionKey key);

  /**
   * Has the selector of an invalid {@code key} take it out at its next selection. Called by the
   * selector's own thread, and while the key is in.
   */
  void takeOut(SelectionKey key);
}
