package greenloom.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.IExecutorService;
import java.io.Serializable;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells a member that {@code leaving} goes for good, so that nobody misses it. */
final class Farewell implements Callable<Boolean>, HazelcastInstanceAware, Serializable {
  private static final String MAJORITY = "greenloom.majority";
  private static final int SECONDS = 10; // as long as a shutdown may take

  private final UUID leaving;
  private transient @Nullable HazelcastInstance here;

  private Farewell(Member leaving) {
    this.leaving = leaving.getUuid();
  }

  /** Says whom farewells at this member are for. */
  static void heardBy(Majority majority, HazelcastInstance here) {
    here.getUserContext().put(MAJORITY, majority);
  }

  /** Tells all members, and waits until they have heard it, but not long; blocks its thread. */
  static void say(HazelcastInstance leaving) {
    IExecutorService tasks = leaving.getExecutorService("greenloom.farewells");
    Farewell farewell = new Farewell(leaving.getCluster().getLocalMember());
    tasks.submitToAllMembers(farewell).values().forEach(Farewell::awaitHeard);
  }

  private static void awaitHeard(Future<Boolean> heard) {
    try {
      Boolean _ = heard.get(SECONDS, TimeUnit.SECONDS);
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
