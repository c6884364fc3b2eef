package greenloom.process;

import java.io.Serializable;
import java.util.Objects;

/** A shared value as its users see it. */
record ManagedValue<T>(Place place) implements SharedValue<T>, Serializable {
  static Blob bytes(Object value) {
    return Blob.of(Objects.requireNonNull(value, "a shared value is never null"));
  }

  @SuppressWarnings("unchecked") // it was put in as one
  private T value(Blob... answer) {
    return (T) Objects.requireNonNull(answer[0].value(Accepted.here()));
  }

  @Override
  public T get() {
    return value(place.ask(Op.GET));
  }

  @Override
  public T set(T value) {
    return value(place.ask(Op.SET, bytes(value)));
  }

  @Override
  public boolean compareAndSet(T expected, T value) {
    return place.ask(Op.REPLACE, bytes(expected), bytes(value))[0].equals(Blob.YES);
  }
}
