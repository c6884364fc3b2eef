package greenloom.sync;

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
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A value or a failure that one thread hands to others once: a {@link
 * java.util.concurrent.CompletableFuture} without the machinery, whose waits switch.
 *
 * <p>The first outcome counts; a later one is refused. Any thread may use it. What happened before
 * the outcome was set is seen by those who get it. The value may be null.
 *
 * <p>It is also a link that takes over an outcome: {@code greenlet.link(result)}.
 *
 * @param <T> the type of the value
 */
public final class AsyncResult<T> implements Outcome<T>, Consumer<Outcome<? extends T>> {
  private final Guard guard = new Guard();
  private final WaitQueue waiters = new WaitQueue();
  private final Links links = new Links(guard);

  // written once, under the guard, before ready
  private @Nullable T value;
  private @Nullable Throwable failure;
  private volatile boolean ready;

  /** Makes one without an outcome. */
  public AsyncResult() {}

  /**
   * Makes one whose outcome comes from outside: from another hub, thread or process, which need not
   * have touched it yet. So whoever waits for it is no part of a deadlock.
   */
  public static <T> AsyncResult<T> fromOutside() {
    AsyncResult<T> result = new AsyncResult<>();
    result.guard.share();
    return result;
  }

  /**
   * Returns one that gets the outcome of {@code stage}, a cancelled one a {@link
   * CancellationException}. So a greenlet waits for a stage: {@code AsyncResult.of(stage).get()}. A
   * kill or a time limit ends the wait and not the stage, for which others may wait, too.
   *
   * <p>The thread that completes the stage sets it, whatever executor the stage would take: some
   * libraries' take a new thread each time.
   */
  public static <T> AsyncResult<T> of(CompletionStage<? extends T> stage) {
    AsyncResult<T> result = fromOutside();
    stage.whenCompleteAsync(
        (value, e) -> result.settle(value, e == null ? null : unwrapped(e)), Runnable::run);
    return result;
  }

  /**
   * What a stage has failed with, without the wrapper that it has if it came from another stage.
   */
  private static Throwable unwrapped(Throwable e) {
    Throwable cause = e instanceof CompletionException ? e.getCause() : null;
    return cause == null ? e : cause;
  }

  /** Sets the value; returns false, and changes nothing, if there is an outcome already. */
  public boolean set(@Nullable T newValue) {
    return settle(newValue, null);
  }

  /** Sets the failure; returns false, and changes nothing, if there is an outcome already. */
  public boolean setException(Throwable newFailure) {
    return settle(null, Objects.requireNonNull(newFailure, "a failure must say what has failed"));
  }

  /**
   * Takes over the outcome of {@code source}, unless there is one already; a {@link
   * CancellationException} if it was killed. Does not wait.
   *
   * @throws IllegalStateException if {@code source} has not ended
   */
  @Override
  public void accept(Outcome<? extends T> source) {
    if (!source.ready()) {
      throw new IllegalStateException(source + " has no outcome yet");
    }
    Throwable e = source.exception();
    if (source.successful()) {
      set(source.value());
    } else {
      setException(e != null ? e : new CancellationException(source + " was killed"));
    }
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

  @Override
  public boolean successful() {
    return ready && failure == null;
  }

  @Override
  public @Nullable T value() {
    return ready ? value : null;
  }

  @Override
  public @Nullable Throwable exception() {
    return ready ? failure : null;
  }

  /**
   * Returns a future with the same outcome: completing it, or cancelling it, sets this result,
   * unless it has been set. What depends on the future runs on the thread that sets the outcome,
   * and should not wait there.
   */
  public CompletableFuture<T> toCompletableFuture() {
    guard.share(); // whoever has the future may complete it
    Mirror future = new Mirror();
    whenReady(future::follow);
    return future;
  }

  /** A future that has no outcome of its own, so that the two always agree. */
  private final class Mirror extends CompletableFuture<T> {
    /** Takes over the outcome, which is there. */
    void follow() {
      if (failure == null) {
        super.complete(value);
      } else {
        super.completeExceptionally(failure);
      }
    }

    @Override
    public boolean complete(@Nullable T newValue) {
      boolean first = AsyncResult.this.set(newValue);
      follow();
      return first;
    }

    @Override
    public boolean completeExceptionally(Throwable newFailure) {
      boolean first = setException(newFailure);
      follow();
      return first;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      completeExceptionally(new CancellationException());
      return isCancelled();
    }
  }

  /**
   * Runs {@code then} in a green thread of its own, on the caller's hub, once there is an outcome.
   * One that fails is reported; one that is unlinked before it has begun does not run.
   */
  public Link link(Consumer<? super AsyncResult<T>> then) {
    Hub here = GreenThread.current().hub();
    AtomicBoolean cut = new AtomicBoolean();
    Link place = whenReady(() -> here.spawn(null, () -> tell(then, cut)));
    return () -> {
      cut.set(true);
      place.unlink();
    };
  }

  private void tell(Consumer<? super AsyncResult<T>> then, AtomicBoolean cut) {
    try {
      if (!cut.get()) {
        then.accept(this);
      }
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
