package greenloom.jdk;

import java.io.IOException;
import java.nio.channels.Channel;

/**
 * The door to the JDK: opened once, at the first use of anything in this package, with a self-test.
 *
 * <p>A JDK that lacks something indispensable is refused with an {@link IllegalStateException} that
 * says what to do; one that lacks a convenience is used without it, see {@link Features}.
 */
public final class Jdk {
  static final Adapter ADAPTER = open();

  private Jdk() {}

  /** Returns what works on this JDK. */
  public static Features features() {
    return ADAPTER.features();
  }

  /**
   * Readies the JDK's socket pollers: they must not be started by a green thread, because the
   * virtual threads they use would then belong to its hub. From then on schedulers that are {@link
   * SocketWaits} are told of socket waits, if {@link Features#epoll} says so. Cheap after the first
   * time; may wait for a helper thread when first called on a virtual thread.
   */
  public static void preparePollers() {
    ADAPTER.preparePollers();
  }

  /** Opens an epoll; only where {@link Features#epoll}. */
  public static Epoll openEpoll() throws IOException {
    return ADAPTER.epoll();
  }

  /** Returns a new set of channels whose descriptors are held; it is empty. */
  public static HeldChannels heldChannels() {
    return ADAPTER.heldChannels();
  }

  /**
   * Returns the number by which the operating system knows {@code channel}, which is open: its file
   * descriptor; -1 for a channel that has none.
   */
  public static int descriptor(Channel channel) {
    return ADAPTER.descriptor(channel);
  }

  /**
   * Runs {@code action} on the calling platform thread when that thread ends, before its thread
   * locals go. Returns false where this JDK cannot do it.
   */
  public static boolean atThreadEnd(Runnable action) {
    return ADAPTER.atThreadEnd(action);
  }

  private static Adapter open() {
    String way = Access.open();
    try {
      // by name: its classes can only be linked once the packages are open
      return Class.forName("greenloom.jdk.Jdk25")
          .asSubclass(Adapter.class)
          .getDeclaredConstructor(String.class)
          .newInstance(way);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException(
          "Greenloom does not know this JDK (" + Runtime.version() + "); it runs on JDK 25", e);
    }
  }
}
