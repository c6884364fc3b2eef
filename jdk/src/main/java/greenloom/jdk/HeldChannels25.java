package greenloom.jdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.function.Consumer;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;
import sun.nio.ch.SelChImpl;
import sun.nio.ch.SelectionKeyImpl;
import sun.nio.ch.SelectorImpl;

/**
 * A selector of the JDK by type, which never selects: so a channel knows who holds it, and the JDK
 * keeps its rules. It does not close the descriptor of a channel that is registered, and tells the
 * selector when such a channel is closed. Its own selectors let go at their next selection; this
 * one does at once, on the thread that closes.
 *
 * <p>No lock is held here, because a green thread that stood in it might keep its own hub from
 * going on.
 */
final class HeldChannels25 extends SelectorImpl implements HeldChannels {
  private static final Unsafe U = Unsafe.getUnsafe();
  private static final long INVALID = U.objectFieldOffset(AbstractSelectionKey.class, "invalid");
  private static final MethodHandle KEYS;

  static {
    try {
      KEYS =
          MethodHandles.privateLookupIn(SelectorImpl.class, MethodHandles.lookup())
              .findGetter(SelectorImpl.class, "keys", Set.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("selectors of this JDK are of another kind", e);
    }
  }

  /** The keys; a concurrent set. */
  private final Set<?> keys;

  HeldChannels25() {
    super(SelectorProvider.provider());
    try {
      keys = (Set<?>) KEYS.invokeExact((SelectorImpl) this);
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  @Override
  public SelectionKey hold(SelectableChannel channel, Runnable letGo)
      throws ClosedChannelException {
    return channel.register(this, 0, letGo);
  }

  /** Called by the JDK once for each key: its channel is closed, or it was cancelled. */
  @Override
  public void cancel(SelectionKeyImpl key) {
    ((Runnable) key.attachment()).run();
    keys.remove(key);
    deregister(key);
    SelectableChannel channel = key.channel();
    if (!channel.isOpen() && !channel.isRegistered()) {
      kill((SelChImpl) channel);
    }
  }

  /** Closes the descriptor. */
  private static void kill(SelChImpl channel) {
    try {
      channel.kill();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void invalidate(SelectionKey key) {
    U.putBooleanVolatile(key, INVALID, true);
  }

  @Override
  public void takeOut(SelectionKey key) {
    ((SelectorImpl) key.selector()).cancel((SelectionKeyImpl) key);
  }

  @Override
  public Selector wakeup() {
    return this;
  }

  @Override
  protected int doSelect(@Nullable Consumer<SelectionKey> action, long timeout) {
    throw new UnsupportedOperationException("nothing is selected here");
  }

  @Override
  protected void setEventOps(SelectionKeyImpl key) {}

  @Override
  protected void implDereg(SelectionKeyImpl key) {}

  @Override
  protected void implClose() {}
}
