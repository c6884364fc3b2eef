package greenloom.cluster;

import greenloom.process.SharedValue;
import java.io.Serializable;

/** A shared value. */
final class ClusterValue<T> implements SharedValue<T>, Serializable {
  private final SharedState<Held> value;

  /** The value of the moment. */
  private static final class Held implements Serializable {
    private static final long serialVersionUID = 1;

    Packed now;

    Held(Packed now) {
      this.now = now;
    }

    Packed set(Packed next) {
      Packed before = now;
      now = next;
      return before;
    }
  }

  ClusterValue(Cluster cluster, String name, T initial) {
    Packed packed = Packed.of(initial);
    this.value = cluster.object(name, () -> new Held(packed));
  }

  @Override
  public T get() {
    return value.ask(held -> held.now).value();
  }

  @Override
  public T set(T next) {
    Packed packed = Packed.of(next);
    return value.change(held -> held.set(packed)).value();
  }

  @Override
  public boolean compareAndSet(T expected, T next) {
    Packed before = Packed.of(expected);
    Packed after = Packed.of(next);
    return value.<Packed>tryChange(held -> held.now.equals(before) ? held.set(after) : null)
        != null;
  }
}
