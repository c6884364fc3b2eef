package greenloom.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.IExecutorService;
import java.io.Serializable;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells a member that the one at {@code leaving} goes for good, so that nobody misses it. */
final class Farewell implements Callable<Boolean>, HazelcastInstanceAware, Serializable {
  private static final String MAJORITY = "greenloom.majority";
  private static final int SECONDS = 2;

  private final Address leaving;
  private transient @Nullable HazelcastInstance here;

  private Farewell(Address leaving) {
    this.leaving = leaving;
  }

  /** Says whom farewells at this member are for. */
  static void heardBy(Majority majority, HazelcastInstance here) {
    here.getUserContext().put(MAJORITY, majority);
  }

  /** Tells all members, and waits until they have heard it, but not long; blocks its thread. */
  static void say(HazelcastInstance leaving) {
    IExecutorService tasks = leaving.getExecutorService("greenloom.farewells");
    Address address = leaving.getCluster().getLocalMember().getAddress();
    try {
      Collection<Future<Boolean>> heard = tasks.submitToAllMembers(new Farewell(address)).values();
      for (Future<Boolean> each : heard) {
        Boolean _ = each.get(SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      // that one leaves, too, or cannot be reached: it will miss this one
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    here = instance;
  }

  @Override
  public Boolean call() {
    HazelcastInstance instance = here;
    if (instance != null && instance.getUserContext().get(MAJORITY) instanceof Majority majority) {
      majority.takesLeave(leaving);
    }
    return true;
  }
}
