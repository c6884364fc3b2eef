package greenloom.cluster;

import greenloom.process.SharedLock;
import java.io.Serializable;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lock of the members, in no order. While the network is split, both sides may have an owner, or
 * an owner is taken for dead that is not: for what must not be done twice, compare {@link #fence}
 * where it is done.
 */
final class ClusterLock implements SharedLock, Serializable {
  private final SharedState<LockState> lock;

  ClusterLock(Cluster cluster, String name) {
    this.lock = cluster.object(name, LockState::new);
  }

  private LockState.Owner me() {
    return new LockState.Owner(lock.process(), Thread.currentThread().threadId());
  }

  private @Nullable Boolean take() {
    LockState.Owner me = me();
    Set<String> here = lock.processes();
    return lock.tryChange(state -> state.take(me, here));
  }

  @Override
  public void lock() {
    boolean _ = lock.until(this::take);
  }

  @Override
  public boolean tryLock() {
    return take() != null;
  }

  @Override
  public boolean tryLock(Duration limit) {
    return lock.until(this::take, limit) != null;
  }

  @Override
  public void unlock() {
    LockState.Owner me = me();
    boolean _ = lock.change(state -> state.release(me));
  }

  @Override
  public long fence() {
    LockState.Owner me = me();
    return lock.ask(state -> state.fence(me));
  }

  @Override
  public boolean abandoned() {
    LockState.Owner me = me();
    return lock.ask(state -> state.abandoned(me));
  }
}
