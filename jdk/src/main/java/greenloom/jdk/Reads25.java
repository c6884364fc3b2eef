package greenloom.jdk;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import jdk.internal.access.JavaIOFileDescriptorAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;
import sun.nio.ch.NioSocketImpl;

/**
 * The hook in the reads of {@code java.net.Socket} and {@code SocketChannel}, through which {@link
 * Arrivals} are asked before the operating system.
 *
 * <p>All those reads, and all closing of their descriptors, go through two objects of the JDK, one
 * for sockets and one for channels. They are replaced, {@link Dispatcher25}, unless the program has
 * used one of the kind before; then each wait of that kind is registered by itself.
 *
 * <p>Of channels it concerns reads in blocking mode. A read in non-blocking mode is not followed by
 * a wait, so it is always tried, and nothing is learnt from it; nor from one into several buffers.
 * Both are safe: what is believed changes with the reads seen here and with reports only, and bytes
 * that another read leaves behind have been reported, or will be. Unix domain sockets are left
 * alone: a read of theirs ends early at a descriptor that is sent along.
 */
final class Reads25 {
  private static final Unsafe U = Unsafe.getUnsafe();
  private static final JavaIOFileDescriptorAccess NUMBERS =
      SharedSecrets.getJavaIOFileDescriptorAccess();

  /** Is set while a thread is inside a call on a channel in blocking mode, for its interrupt. */
  private static final long BLOCKER = U.objectFieldOffset(Thread.class, "nioBlocker");

  private static final MethodHandle GET_OPTION;
  private static final int SOL_SOCKET = 1;
  private static final int SO_DOMAIN = 39;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  /** Noted for a descriptor whose arrivals tell nothing. */
  private static final Arrivals NONE = new Arrivals();

  private static final ByDescriptor<Arrivals> ALL = new ByDescriptor<>();

  static {
    try {
      Class<?> net = Class.forName("sun.nio.ch.Net");
      GET_OPTION =
          MethodHandles.privateLookupIn(net, MethodHandles.lookup())
              .findStatic(
                  net,
                  "getIntOption0",
                  MethodType.methodType(
                      int.class, FileDescriptor.class, boolean.class, int.class, int.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("sockets of this JDK are of another kind", e);
    }
  }

  private Reads25() {}

  // --- what is known ---

  /**
   * Returns what is known of a descriptor; null if it is none of a socket that green threads read.
   */
  static @Nullable Arrivals at(int fd) {
    Arrivals a = ALL.at(fd);
    return a == NONE ? null : a;
  }

  /**
   * Nothing is known any more: its registration is about to become another one's, and nobody reads
   * it who could wait.
   */
  static void forget(int fd) {
    ALL.remove(fd);
  }

  // --- what the dispatchers ask and tell ---

  /** The calling thread is about to read; false: it would find nothing. */
  private static boolean mayRead(FileDescriptor descriptor) {
    Arrivals a = at(NUMBERS.get(descriptor));
    if (a == null) {
      return true;
    }
    if (a.nothingFor(Thread.currentThread())) {
      return false;
    }
    a.some = false;
    return true;
  }

  /** The calling thread has read so many bytes, or something else has happened. */
  private static void happened(FileDescriptor descriptor, int what) {
    int fd = NUMBERS.get(descriptor);
    Arrivals a = ALL.at(fd);
    if (what == Dispatcher25.CLOSES) {
      forget(fd);
    } else if (a == null) {
      if (what == Dispatcher25.NOTHING && isForAnEpoll(Thread.currentThread())) {
        ALL.put(fd, new Arrivals());
      }
    } else if (what != Dispatcher25.NOTHING
        && (what <= 0 || what == Dispatcher25.FULL || a.special)) {
      a.some = true;
    }
  }

  private static boolean isForAnEpoll(Thread reader) {
    Executor scheduler = reader.isVirtual() ? Jdk25.scheduler(reader) : null;
    return scheduler instanceof SocketWaits;
  }

  // --- of channels ---

  private static boolean mayReadChannel(FileDescriptor descriptor) {
    return !inBlockingMode() || mayRead(descriptor);
  }

  private static void happenedToChannel(FileDescriptor descriptor, int what) {
    if (what == Dispatcher25.NOTHING && inBlockingMode()) {
      int fd = NUMBERS.get(descriptor);
      if (ALL.at(fd) == null && isForAnEpoll(Thread.currentThread())) {
        ALL.put(fd, isOfTheInternet(descriptor) ? new Arrivals() : NONE);
      }
    } else if (what == Dispatcher25.CLOSES || inBlockingMode()) {
      happened(descriptor, what);
    }
  }

  private static boolean inBlockingMode() {
    return U.getReference(Thread.currentThread(), BLOCKER) != null;
  }

  private static boolean isOfTheInternet(FileDescriptor descriptor) {
    try {
      int family = (int) GET_OPTION.invokeExact(descriptor, false, SOL_SOCKET, SO_DOMAIN);
      return family == AF_INET || family == AF_INET6;
    } catch (IOException e) {
      return false;
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  // --- the hook ---

  /**
   * Tries it out with {@code test}, and puts it in.
   *
   * @return why it is not there, or not everywhere, or null if all is well
   */
  static @Nullable String install(SelfTest test, Pollers25 pollers) throws Throwable {
    Dispatcher25 ofSockets = new Dispatcher25(Reads25::mayRead, Reads25::happened);
    if (!test.reads(pollers, ofSockets)) {
      return "the hook in reads does not work on this JDK";
    }
    boolean sockets = ofSockets.putInto(NioSocketImpl.class);
    boolean channels =
        new Dispatcher25(Reads25::mayReadChannel, Reads25::happenedToChannel)
            .putInto(Class.forName("sun.nio.ch.SocketChannelImpl", false, null));
    if (sockets && channels) {
      return null;
    }
    String used = sockets ? "channels" : channels ? "sockets" : "sockets and channels";
    return used + " were used before the first hub";
  }
}
