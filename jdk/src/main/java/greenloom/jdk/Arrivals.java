package greenloom.jdk;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is something to read at one socket of the JDK's, as the epoll knows that reports
 * it: so that a read which would find nothing is not tried, and a wait for the next bytes costs no
 * call of the operating system.
 *
 * <pre>
 *   state    some   a reader of the scheduler whose epoll reports
 *   EMPTY    false  reads nothing, and waits; a report makes it FILLED
 *   FILLED   true   reads; it makes it EMPTY before, and FILLED again if something may be left
 * </pre>
 *
 * <p>The descriptor is registered once, at the first wait of its reader, for changes
 * (edge-triggered): a report comes for each arrival, and none for what lies there already. By level
 * each report makes the operating system look once more, and bytes nobody wants yet end each sleep.
 * It is right under these conditions:
 *
 * <ul>
 *   <li>EMPTY may be believed only when a read has left nothing behind, and whatever came after
 *       that read is reported. So a reader makes it EMPTY <i>before</i> it reads: an arrival
 *       meanwhile makes it FILLED again, and at worst a read is tried in vain.
 *   <li>A read that brings less than was asked for has emptied the socket, with two exceptions. The
 *       end of the stream, or a failure, may have been reported together with the bytes before it,
 *       and urgent data ends a read in the middle. Such reports are special; after the first of
 *       them every read is tried.
 *   <li>The registration is of this very descriptor. Its number is given to another one only after
 *       the JDK has closed it, and {@link Reads25} sees that and forgets it. A report that comes
 *       late, or of somebody else's descriptor, makes it FILLED without a reason: a read is tried
 *       in vain.
 *   <li>A reader says that it waits first and looks for FILLED second; a report makes it FILLED
 *       first and looks for the reader second.
 *   <li>After each wait, however it ended, a read is tried: the last one before a time limit, and
 *       the one that finds out that the socket is closed, are the JDK's own.
 * </ul>
 *
 * <p>One thread at a time reads a socket, from before its first try to the end of its last wait:
 * the JDK's read lock sees to that. Readers that do not belong to the scheduler, on platform
 * threads or on other schedulers, always try. If one of these waits in another epoll, the
 * registration moves there.
 */
final class Arrivals {
  // readers, under the read lock; also read by reporting carriers
  volatile boolean awaited;
  volatile @Nullable Epoll25 epoll;
  @Nullable Executor scheduler;

  // reporting carriers and readers
  volatile boolean some;
  volatile boolean special;

  /** Whether a read of the calling thread is known to find nothing. */
  boolean nothingFor(Thread reader) {
    if (some) {
      return false;
    }
    Epoll25 e = epoll;
    return e != null && !e.closed() && reader.isVirtual() && Jdk25.scheduler(reader) == scheduler;
  }
}
