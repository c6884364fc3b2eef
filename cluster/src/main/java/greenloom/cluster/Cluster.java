package greenloom.cluster;

import static greenloom.Greenloom.blocking;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.withTimeout;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.MembershipAdapter;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import greenloom.hub.Body;
import greenloom.hub.VoidBody;
import greenloom.process.Pipe;
import greenloom.process.SharedEvent;
import greenloom.process.SharedList;
import greenloom.process.SharedLock;
import greenloom.process.SharedMap;
import greenloom.process.SharedObjects;
import greenloom.process.SharedQueue;
import greenloom.process.SharedSemaphore;
import greenloom.process.SharedValue;
import greenloom.process.TaskPool;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * The membership of this process among others, on this machine or on several, that share objects.
 * There is no server: the members keep the objects, in memory, and each at more than one of them;
 * on disk, too, if the setup has a {@link ClusterSetup#store}. All of them run the same program.
 *
 * <pre>{@code
 * try (Cluster cluster = Cluster.setup().name("site").members("10.0.0.1:5701", "10.0.0.2:5701").join()) {
 *   long visits = cluster.state("visits", AtomicLong::new).change(AtomicLong::incrementAndGet);
 * }
 * }</pre>
 *
 * <p>Members find each other at the addresses of the list and nowhere else, and call nobody else.
 * They trust each other: who can connect to one can make it do anything, so it listens on loopback
 * or at a private address if nothing else is said. Of three members or more, those who see half of
 * them or fewer are refused with {@link NoMajorityException} until they are back, since the others
 * may be at work without them; a member that left by {@link #close} does not count.
 *
 * <p>Any thread may use it.
 */
public final class Cluster implements SharedObjects, AutoCloseable {
  static final String OBJECTS = "greenloom.objects";
  static final String DICTS = "greenloom.dict:";
  private static final String UNNAMED = "unnamed-";
  private static final Duration LOOK = Duration.ofMillis(20);

  /** The memberships of this process, for what comes from other members. */
  private static final ConcurrentMap<String, Cluster> HERE = new ConcurrentHashMap<>();

  private final HazelcastInstance engine;
  private final String name;
  private final Calls calls;
  private final Bells bells;

  private Cluster(HazelcastInstance engine, String name, Majority majority, boolean hasStore) {
    this.engine = engine;
    this.name = name;
    IMap<String, Kept<?>> objects = engine.getMap(OBJECTS);
    this.calls = new Calls(objects, hasStore);
    this.bells = new Bells(objects);
    Farewell.heardBy(majority, engine);
  }

  /** The usual setup: a cluster of its own on loopback, until something else is said. */
  public static ClusterSetup setup() {
    return new ClusterSetup();
  }

  /**
   * Joins a cluster, or begins one if nobody is there yet. Waits until the members have settled, so
   * that the first calls are as quick as later ones; a greenlet waits on its hub.
   *
   * @throws ClusterJoinException if that does not work; the message says why
   */
  public static Cluster join(ClusterSetup setup) {
    String name = setup.name() == null ? "greenloom-" + UUID.randomUUID() : setup.name();
    return blocking(() -> {
      Majority majority = new Majority();
      HazelcastInstance engine = new Engine(setup, name, majority).start();
      Cluster joined = new Cluster(engine, name, majority, setup.store() != null);
      HERE.put(name, joined);
      return joined;
    });
  }

  /** Returns the membership of this process in the cluster of that name. */
  static Cluster here(String name) {
    Cluster here = HERE.get(name);
    if (here == null) {
      throw new IllegalStateException("this process is no member of the cluster " + name);
    }
    return here;
  }

  /** Returns the name that members must agree on. */
  public String name() {
    return name;
  }

  /** Returns where this member listens. */
  public MemberAddress address() {
    return address(engine.getCluster().getLocalMember().getAddress());
  }

  /** Returns where the members listen that are here now, the oldest first. */
  public List<MemberAddress> members() {
    return engine.getCluster().getMembers().stream().map(m -> address(m.getAddress())).toList();
  }

  private static MemberAddress address(Address address) {
    return new MemberAddress(address.getHost(), address.getPort());
  }

  /**
   * Waits until so many members are here, this one included, and have settled.
   *
   * @return false if that has not come within {@code limit}
   */
  public boolean awaitMembers(int number, Duration limit) {
    Body<Boolean, RuntimeException> wait =
        () -> {
          while (members().size() < number
              || !Calls.done(() -> engine.getPartitionService().isClusterSafe())) {
            sleep(LOOK);
          }
          return true;
        };
    return withTimeout(limit, wait, false);
  }

  /** Returns milliseconds of a clock that members have together, about as exact as the network. */
  public long clock() {
    return engine.getCluster().getClusterTime();
  }

  /**
   * Calls {@code then}, on a thread of Hazelcast, when a member has gone, with where it listened.
   * It must not wait.
   */
  public void onGone(Consumer<MemberAddress> then) {
    UUID _ =
        engine
            .getCluster()
            .addMembershipListener(
                new MembershipAdapter() {
                  @Override
                  public void memberRemoved(MembershipEvent event) {
                    then.accept(address(event.getMember().getAddress()));
                  }
                });
  }

  /**
   * Returns the object of that name, which is as {@code initial} makes it until somebody changes
   * it. Members that name it say the same.
   */
  public <S extends Serializable> SharedState<S> state(String objectName, Initial<S> initial) {
    return object("state:" + objectName, initial);
  }

  /** The same for the object of that kind and name. */
  <S extends Serializable> SharedState<S> object(String key, Initial<S> initial) {
    return new SharedState<>(this, key, initial);
  }

  /** Returns whether this process is a member, and not about to merge with others after a split. */
  public boolean isMember() {
    return engine.getLifecycleService().isRunning();
  }

  // --- the words of managers, pools and pipes ---

  private static String key(String kind, String name) {
    return name.isEmpty() ? UNNAMED + kind + ":" + UUID.randomUUID() : kind + ":" + name;
  }

  /** Returns whether the object of that key can be found by others, and again. */
  static boolean hasName(String key) {
    return !key.startsWith(UNNAMED);
  }

  @Override
  public <K, V> SharedMap<K, V> dict(String objectName) {
    return new ClusterMap<>(this, key("greenloom.dict", objectName));
  }

  @Override
  public <E> SharedList<E> list(String objectName) {
    return new ClusterList<>(this, key("list", objectName));
  }

  @Override
  public <T> SharedQueue<T> queue(String objectName, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a bounded queue needs room for one item at least");
    }
    return queue(key("queue", objectName), capacity, false);
  }

  private <T> ClusterQueue<T> queue(String key, int capacity, boolean endsWithUsers) {
    return new ClusterQueue<>(object(key, () -> new QueueState(capacity, endsWithUsers)));
  }

  @Override
  public <T> SharedValue<T> value(String objectName, T initial) {
    return new ClusterValue<>(this, key("value", objectName), initial);
  }

  @Override
  public SharedLock lock(String objectName) {
    return new ClusterLock(this, key("lock", objectName));
  }

  @Override
  public SharedEvent event(String objectName) {
    return new ClusterEvent(this, key("event", objectName));
  }

  @Override
  public SharedSemaphore semaphore(String objectName, int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("a semaphore cannot have " + permits + " permits");
    }
    return new ClusterSemaphore(this, key("semaphore", objectName), permits);
  }

  /** Opens a pipe between two members, or the tasks there; see {@link Pipe}. */
  public <T> Pipe<T> pipe() {
    ClusterQueue<T> there = queue(key("pipe", ""), ClusterPipeEnd.AHEAD, true);
    ClusterQueue<T> back = queue(key("pipe", ""), ClusterPipeEnd.AHEAD, true);
    return new Pipe<>(new ClusterPipeEnd<>(back, there), new ClusterPipeEnd<>(there, back));
  }

  /**
   * Makes a pool whose tasks are done by all members, at most {@code each} at once by each, at
   * least 1. Members that join meanwhile take part. A task whose member dies is done again by
   * another one, so a task may be done more than once. Closing the pool ends no member, and one
   * that is terminated does not wait for tasks that run: they go on, and nobody hears of them.
   */
  public TaskPool pool(int each) {
    return new ClusterPool(engine, each);
  }

  // --- for the rooms of this package ---

  IMap<Packed, Packed> map(String key) {
    return engine.getMap(key);
  }

  String process() {
    return Engine.process(engine.getCluster().getLocalMember());
  }

  Set<String> processes() {
    Set<String> all = new HashSet<>();
    engine.getCluster().getMembers().forEach(member -> all.add(Engine.process(member)));
    return all;
  }

  Calls calls() {
    return calls;
  }

  Bells bells() {
    return bells;
  }

  /**
   * Takes leave: hands what it keeps over to the others and goes. Waits for that. Does nothing the
   * second time.
   */
  @Override
  public void close() {
    HERE.remove(name, this);
    VoidBody<RuntimeException> leave =
        () -> {
          if (engine.getLifecycleService().isRunning()) {
            Farewell.say(engine);
            engine.shutdown();
          }
        };
    blocking(leave);
  }

  @Override
  public String toString() {
    return "Cluster[" + name + ", " + (isMember() ? members() : "left") + "]";
  }
}
