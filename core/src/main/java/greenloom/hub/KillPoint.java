package greenloom.hub;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Set;

/**
 * Decides how a signal may enter a green thread that waits inside the JDK, from where the thread
 * stands.
 *
 * <p>The JDK's waits were not written for an exception out of {@code park}. Where the code around
 * it cleans up (a plain {@code acquire} cancels its node), the signal is thrown; where it would
 * leave a queue or a condition broken, the wait is interrupted instead and the signal stays
 * pending; in the middle of a TLS record only a {@code SocketTimeoutException} leaves the session
 * whole. Found by trying every blocking class of {@code java.util.concurrent} on JDK 25.
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
  private static final StackWalker WALKER = StackWalker.getInstance();

  private static final Set<String> PARKING =
      Set.of(
          "java.lang.VirtualThread",
          "java.lang.Thread",
          "java.lang.System$1",
          "java.util.concurrent.locks.LockSupport",
          "jdk.internal.misc.VirtualThreads");

  /** Who parks a thread that waits for a socket. */
  private static final Set<String> AT_SOCKETS = Set.of("sun.nio.ch.Poller");

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

  /**
   * Where a thread waits until another one has done with the same host name, or the same direction
   * of a socket; nothing has been touched then.
   */
  private static final Set<String> QUEUES_UP =
      Set.of("java.net.InetAddress$NameServiceAddresses", "sun.nio.ch.NioSocketImpl");

  /** One frame of a stack, innermost first; what the decision looks at. */
  record Frame(String type, String method) {
    private String outer() {
      int nested = type.indexOf('$');
      return nested < 0 ? type : type.substring(0, nested);
    }

    private boolean jdk() {
      return type.startsWith("java.")
          || type.startsWith("javax.")
          || type.startsWith("jdk.")
          || type.startsWith("sun.");
    }

    private boolean parks() {
      return PARKING.contains(type) && !method.equals("sleepNanos") && !method.equals("join");
    }
  }

  /** Decides for the calling thread, which has just come back from a wait. */
  static KillPoint here() {
    return decide(WALKER.walk(frames -> frames.limit(FRAMES).map(KillPoint::frame).toList()));
  }

  /** Decides for the calling thread, which is about to wait for a socket. */
  static KillPoint beforeSocketWait() {
    return atSocket(WALKER.walk(frames -> frames.limit(FRAMES).map(KillPoint::frame).toList()));
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
    if (AT_SOCKETS.contains(waiting.type())) {
      return atSocket(stack);
    }
    if (!waiting.jdk() || waiting.method().equals("sleepNanos")) {
      return THROW;
    }
    return clean(waiting) && calledByUser(stack, at) ? THROW : INTERRUPT;
  }

  private static KillPoint atSocket(List<Frame> stack) {
    boolean inTlsRecord =
        stack.stream().anyMatch(f -> f.type().equals("sun.security.ssl.SSLSocketInputRecord"));
    return inTlsRecord ? SOCKET_TIMEOUT : THROW;
  }

  private static boolean clean(Frame waiting) {
    boolean synchronizer = waiting.outer().contains("AbstractQueued");
    return CLEAN.contains(waiting.outer()) && (!synchronizer || waiting.method().equals("acquire"));
  }

  /** Whether only synchronizers, and no condition, stand between the wait and foreign code. */
  private static boolean calledByUser(List<Frame> stack, int from) {
    for (int i = from; i < stack.size(); i++) {
      Frame f = stack.get(i);
      if (QUEUES_UP.contains(f.type())) {
        return true;
      }
      if (f.type().endsWith("$ConditionObject") || f.type().endsWith("$ConditionNode")) {
        return false;
      }
      boolean passable =
          f.outer().startsWith("java.util.concurrent.locks.") || PASSABLE.contains(f.outer());
      if (!passable) {
        return !f.jdk();
      }
    }
    return true;
  }
}
