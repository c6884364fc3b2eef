package greenloom.cluster;

import greenloom.process.SharedSemaphore;
import java.io.Serializable;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A semaphore of the members, in no order. A split network may give a permit twice. */
final class ClusterSemaphore implements SharedSemaphore, Serializable {
  private final SharedState<SemaphoreState> semaphore;

  ClusterSemaphore(Cluster cluster, String name, int permits) {
    this.semaphore = cluster.object(name, () -> new SemaphoreState(permits));
  }

  private @Nullable Boolean take() {
    String me = semaphore.process();
    Set<String> here = semaphore.processes();
    return semaphore.tryChange(state -> state.take(me, here));
  }

  @Override
  public void acquire() {
    boolean _ = semaphore.until(this::take);
  }

  @Override
  public boolean tryAcquire() {
    return take() != null;
  }

  @Override
  public boolean tryAcquire(Duration limit) {
    return semaphore.until(this::take, limit) != null;
  }

  @Override
  public void release() {
    String me = semaphore.process();
    boolean _ = semaphore.change(state -> state.release(me));
  }

  @Override
  public int permits() {
    Set<String> here = semaphore.processes();
    return semaphore.ask(state -> state.free(here));
  }
}
