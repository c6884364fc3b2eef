package greenloom.sync;

import greenloom.hub.Awaitable;
import greenloom.hub.GreenThread;
import greenloom.hub.GreenletExit;
import greenloom.hub.Guard;
import greenloom.hub.Hub;
import greenloom.hub.Link;
import greenloom.hub.Links;
import greenloom.hub.TimeoutExpired;
import greenloom.hub.WaitQueue;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A value or a failure that one thread hands to others once: a {@link
 * java.util.concurrent.CompletableFuture} without the machinery, whose waits switch.
 *
 * <p>The first outcome counts; a later one is refused. Any thread may use it. What happened before
 * the outcome was set is seen by those who get it. The value may be null.
 *
 * @param <T> the type of the value
 */
public final class AsyncResult<T> implements Awaitable {
  private final Guard guard = new Guard();
  private final WaitQueue waiters = new WaitQueue();
  private final Links links = new Links(guard);

  // written once, under the guard, before ready
  private @Nullable T value;
  private @Nullable Throwable failure;
  private volatile boolean ready;

  /** Makes one without an outcome. */
  public AsyncResult() {}

  /** Sets the value; returns false, and changes nothing, if there is an outcome already. */
  public boolean set(@Nullable T newValue) {
    return settle(newValue, null);
  }

  /** Sets the failure; returns false, and changes nothing, if there is an outcome already. */
  public boolean setException(Throwable newFailure) {
    return settle(null, Objects.requireNonNull(newFailure, "a failure must say what has failed"));
  }

  private boolean settle(@Nullable T newValue, @Nullable Throwable newFailure) {
    guard.enter();
    boolean first = !ready;
    if (first) {
      value = newValue;
      failure = newFailure;
      ready = true;
      waiters.wakeAll(null);
    }
    guard.leave();
    links.tellAll();
    return first;
  }

  /**
   * Waits for the outcome and returns the value. An unchecked failure is thrown as it is, a checked
   * one inside a {@link CompletionException}.
   */
  public T get() {
    await(GreenThread.current(), null);
    return outcome();
  }

  /**
   * The same with a limit.
   *
   * @throws TimeoutExpired when it has passed
   */
  public T get(Duration limit) {
    if (!await(GreenThread.current(), limit)) {
      throw new TimeoutExpired(limit);
    }
    return outcome();
  }

  /** Waits for the outcome, value or failure, and throws neither. */
  public void await() {
    await(GreenThread.current(), null);
  }

  /** Waits for the outcome, at most {@code limit}; returns whether it is there. */
  public boolean await(Duration limit) {
    return await(GreenThread.current(), limit);
  }

  private boolean await(GreenThread me, @Nullable Duration limit) {
    guard.enter();
    if (ready) {
      guard.leave();
      me.noWait();
      return true;
    }
    return waiters.await(me, guard, this, "get", limit) != null;
  }

  @SuppressWarnings("NullAway") // null only if it was set to null
  private T outcome() {
    Throwable e = failure;
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    } else if (e instanceof Error error) {
      throw error;
    } else if (e != null) {
      throw new CompletionException(e);
    }
    return value;
  }

  @Override
  public boolean ready() {
    return ready;
  }

  /** Returns whether it has a value. */
  public boolean successful() {
    return ready && failure == null;
  }

  /** Returns the value; null while there is none. Never waits. */
  public @Nullable T value() {
    return ready ? value : null;
  }

  /** Returns the failure; null while there is none. Never waits. */
  public @Nullable Throwable exception() {
    return ready ? failure : null;
  }

  /**
   * Runs {@code then} in a green thread of its own once there is an outcome. One that fails is
   * reported.
   */
  public Link link(Consumer<? super AsyncResult<T>> then) {
    GreenThread me = GreenThread.current();
    return whenReady(() -> me.hub().spawn(null, () -> tell(then)));
  }

  private void tell(Consumer<? super AsyncResult<T>> then) {
    try {
      then.accept(this);
    } catch (GreenletExit e) {
      // killed with its hub
    } catch (RuntimeException | Error e) {
      Hub.current().report("a link of " + this, e);
    }
  }

  @Override
  public Link whenReady(Runnable then) {
    return links.addUnless(() -> ready, then);
  }

  @Override
  public boolean reachable() {
    return guard.shared();
  }

  @Override
  public String toString() {
    String state = !ready ? waiters.size() + " waiting" : failure == null ? "set" : "failed";
    return "AsyncResult[" + state + "]";
  }
}
