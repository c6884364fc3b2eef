package greenloom.cluster;

import greenloom.process.SharedEvent;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A flag of the members. */
final class ClusterEvent implements SharedEvent, Serializable {
  private final SharedState<AtomicBoolean> flag;

  ClusterEvent(Cluster cluster, String name) {
    this.flag = cluster.object(name, AtomicBoolean::new);
  }

  @Override
  public void set() {
    change(true);
  }

  @Override
  public void clear() {
    change(false);
  }

  private void change(boolean to) {
    Boolean _ = flag.<Boolean>tryChange(f -> f.compareAndSet(!to, to) ? true : null);
  }

  @Override
  public boolean isSet() {
    return flag.ask(AtomicBoolean::get);
  }

  private @Nullable Boolean ifSet() {
    return isSet() ? true : null;
  }

  @Override
  public void await() {
    boolean _ = flag.until(this::ifSet);
  }

  @Override
  public boolean await(Duration limit) {
    return flag.until(this::ifSet, limit) != null;
  }
}
