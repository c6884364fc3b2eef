package greenloom.hub;

import java.util.function.Function;

/**
 * A value that each hub has its own of, made at first need.
 *
 * <p>Used by green threads of one hub it needs no lock, also where there are {@link Hubs}: each has
 * its own. Who reads that of another hub, to add them all up, does so when those that change it
 * have ended, or has the other hub read it. A value that is {@code AutoCloseable} is closed when
 * its hub ends.
 *
 * @param <T> the type of the value
 */
public final class HubLocal<T> {
  private final Function<? super Hub, ? extends T> initial;

  /** Makes one whose values come from {@code initial}, which must not wait. */
  public HubLocal(Function<? super Hub, ? extends T> initial) {
    this.initial = initial;
  }

  /** Returns the value of the calling thread's hub. Any thread. */
  public T get() {
    return get(Hub.current());
  }

  /** Returns the value of {@code hub}. Any thread. */
  public T get(Hub hub) {
    return hub.local(this);
  }

  T make(Hub hub) {
    return initial.apply(hub);
  }
}
