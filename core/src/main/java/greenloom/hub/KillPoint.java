package greenloom.hub;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a signal may enter a green thread that waits inside the JDK, from where the thread
 * stands.
 *
 * <p>The JDK's waits were not written for an exception out of {@code park}. Where the code around
 * it cleans up (a plain {@code acquire} cancels its node), the signal is thrown; where it would
 * leave a queue or a condition broken, the wait is interrupted instead and the signal stays
 * pending; in the middle of a TLS record only a {@code SocketTimeoutException} leaves the session
 * whole. Found by trying every blocking class of {@code java.util.concurrent} on JDK 25.
 *
 * <p>The types of the innermost frames are enough to know a park of the user's own and a wait for a
 * socket; only locks, queues and the like take a second look, at the methods, which costs four
 * times as much.
 */
enum KillPoint {
  /** Not now: the thread does not stand in a wait that can be ended. */
  LATER,
  /** Throw the signal itself. */
  THROW,
  /** Interrupt the wait, keep the signal pending. */
  INTERRUPT,
  /** Throw a {@code SocketTimeoutException} in its place, keep the signal pending. */
  SOCKET_TIMEOUT;

  private static final int FRAMES = 80;

  /** So many frames lead to who parks, those of our hooks included; fetched at once. */
  private static final int FIRST = 16;

  private static final StackWalker METHODS = StackWalker.getInstance();
  private static final StackWalker TYPES =
      StackWalker.getInstance(Set.of(StackWalker.Option.DROP_METHOD_INFO), FIRST);

  private static final Set<String> PARKING =
      Set.of(
          "java.lang.VirtualThread",
          "java.lang.Thread",
          "java.lang.System$1",
          "java.util.concurrent.locks.LockSupport",
          "jdk.internal.misc.VirtualThreads");

  /** Who parks a thread that waits for a socket. */
  private static final String AT_SOCKETS = "sun.nio.ch.Poller";

  /** Who reads a record of TLS. */
  private static final String IN_TLS_RECORD = "sun.security.ssl.SSLSocketInputRecord";

  /** Classes whose acquiring loop cancels its node when an exception passes. */
  private static final Set<String> CLEAN =
      Set.of(
          "java.util.concurrent.locks.AbstractQueuedSynchronizer",
          "java.util.concurrent.locks.AbstractQueuedLongSynchronizer",
          "java.util.concurrent.locks.StampedLock",
          "java.util.concurrent.CompletableFuture",
          "java.util.concurrent.FutureTask",
          "java.util.concurrent.Phaser");

  /** Classes that may stand between such a loop and the caller. */
  private static final Set<String> PASSABLE =
      Set.of(
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.CompletableFuture",
          "java.util.concurrent.FutureTask",
          "java.util.concurrent.Phaser",
          "java.util.concurrent.Semaphore",
          "java.util.concurrent.CountDownLatch");

  /** Classes that take a lock before they do anything else, but in the methods below. */
  private static final Set<String> SOCKETS =
      Set.of(
          "sun.nio.ch.NioSocketImpl",
          "sun.nio.ch.SocketChannelImpl",
          "sun.nio.ch.ServerSocketChannelImpl",
          "sun.nio.ch.DatagramChannelImpl",
          "sun.nio.ch.DatagramSocketAdaptor",
          "sun.nio.ch.SourceChannelImpl",
          "sun.nio.ch.SinkChannelImpl");

  /** Where a channel waits for those who use it, in the middle of being closed. */
  private static final Set<String> CLOSING = Set.of("implCloseNonBlockingMode", "kill");

  /** Where a thread waits for another one that looks the same host name up. */
  private static final String SAME_NAME = "java.net.InetAddress$NameServiceAddresses";

  /** One frame of a stack, innermost first; what the decision looks at. */
  record Frame(String type, String method) {
    private String outer() {
      int nested = type.indexOf('$');
      return nested < 0 ? type : type.substring(0, nested);
    }

    private boolean jdk() {
      return ofJdk(type);
    }

    /** Whether it is a call on a socket or channel that has done nothing yet. */
    private boolean beginsAtSocket() {
      return SOCKETS.contains(type) && !CLOSING.contains(method);
    }

    private boolean parks() {
      return PARKING.contains(type) && !method.equals("sleepNanos") && !method.equals("join");
    }
  }

  /** Decides for the calling thread, which has just come back from a wait. */
  static KillPoint here() {
    KillPoint known = TYPES.walk(frames -> byTypes(frames.map(StackFrame::getClassName)));
    return known != null
        ? known
        : decide(METHODS.walk(frames -> frames.limit(FRAMES).map(KillPoint::frame).toList()));
  }

  /** Decides for the calling thread, which is about to wait for a socket. */
  static KillPoint beforeSocketWait() {
    return TYPES.walk(frames -> atSocket(frames.limit(FRAMES).map(StackFrame::getClassName)));
  }

  /** Decides for a stack as {@link #decide} does, by types alone; null if that is not enough. */
  static @Nullable KillPoint byTypes(Stream<String> stack) {
    Look look = new Look();
    boolean settled = stack.anyMatch(look::settles);
    return settled || look.atSocket ? look.found : LATER;
  }

  /** A look at the types of a stack, innermost first, as far as it is worth it. */
  private static final class Look {
    private int frames;
    private boolean parked;
    private boolean atSocket;
    private @Nullable KillPoint found;

    /** Whether the look ends with this one. */
    boolean settles(String type) {
      if (atSocket) {
        found = type.equals(IN_TLS_RECORD) ? SOCKET_TIMEOUT : THROW;
        return found == SOCKET_TIMEOUT || ++frames == FRAMES;
      }
      boolean parks = PARKING.contains(type);
      if (parked && !parks) {
        atSocket = type.equals(AT_SOCKETS);
        found = atSocket || !ofJdk(type) ? THROW : null;
        return !atSocket;
      }
      parked = parks;
      return ++frames == FRAMES;
    }
  }

  private static Frame frame(StackFrame f) {
    return new Frame(f.getClassName(), f.getMethodName());
  }

  /** Decides for a stack; the frames of our own hooks and of the continuation may lead it. */
  static KillPoint decide(List<Frame> stack) {
    int at = 0;
    while (at < stack.size() && !stack.get(at).parks()) {
      at++;
    }
    while (at < stack.size() && stack.get(at).parks()) {
      at++;
    }
    if (at == stack.size()) {
      return LATER;
    }
    Frame waiting = stack.get(at);
    if (waiting.type().equals(AT_SOCKETS)) {
      return atSocket(stack.stream().map(Frame::type));
    }
    if (!waiting.jdk() || waiting.method().equals("sleepNanos")) {
      return THROW;
    }
    return clean(waiting) && passesUp(stack, at)
        ? atSocket(stack.stream().map(Frame::type))
        : INTERRUPT;
  }

  private static KillPoint atSocket(Stream<String> types) {
    return types.anyMatch(IN_TLS_RECORD::equals) ? SOCKET_TIMEOUT : THROW;
  }

  private static boolean ofJdk(String type) {
    return type.startsWith("java.")
        || type.startsWith("javax.")
        || type.startsWith("jdk.")
        || type.startsWith("sun.");
  }

  private static boolean clean(Frame waiting) {
    boolean synchronizer = waiting.outer().contains("AbstractQueued");
    return CLEAN.contains(waiting.outer()) && (!synchronizer || waiting.method().equals("acquire"));
  }

  /**
   * Whether only synchronizers, and no condition, stand between the wait and code that an exception
   * may pass: the user's, or a call on a socket.
   */
  private static boolean passesUp(List<Frame> stack, int from) {
    for (int i = from; i < stack.size(); i++) {
      Frame f = stack.get(i);
      if (f.type().equals(SAME_NAME)) {
        return true;
      }
      if (f.type().endsWith("$ConditionObject") || f.type().endsWith("$ConditionNode")) {
        return false;
      }
      boolean passable =
          f.outer().startsWith("java.util.concurrent.locks.") || PASSABLE.contains(f.outer());
      if (!passable) {
        return !f.jdk() || f.beginsAtSocket();
      }
    }
    return true;
  }
}
