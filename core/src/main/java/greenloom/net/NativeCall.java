package greenloom.net;

import greenloom.ThreadPool;
import greenloom.hub.Body;
import greenloom.sync.AsyncResult;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/**
 * A call of the JDK that an interrupt does not end, on a native thread of the hub's pool while the
 * caller waits. The interrupt stays set. A kill ends the wait; the call runs on.
 */
final class NativeCall {
  private NativeCall() {}

  @SuppressWarnings("unchecked") // X is what the body declares
  static <T, X extends Exception> T of(Body<T, X> body) throws X {
    Callable<T> job = body::run;
    AsyncResult<T> result = ThreadPool.ofHub().spawn(job);
    awaitThroughInterrupts(result);
    if (result.exception() instanceof Exception e) {
      throw (X) e;
    }
    return result.get();
  }

  private static void awaitThroughInterrupts(AsyncResult<?> result) {
    boolean interrupted = false;
    try {
      while (!result.ready()) {
        try {
          result.await();
        } catch (CancellationException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
