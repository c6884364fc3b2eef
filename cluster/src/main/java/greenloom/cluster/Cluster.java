package greenloom.cluster;

import static greenloom.Greenloom.blocking;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.MembershipAdapter;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.topic.ITopic;
import greenloom.hub.VoidBody;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * The membership of this process among others, on this machine or on several, that share objects.
 * There is no server: the members keep the objects, in memory, and each at more than one of them.
 * All of them run the same program.
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
public final class Cluster implements AutoCloseable {
  static final String OBJECTS = "greenloom.objects";
  private static final String FAREWELLS = "greenloom.farewells";

  /** The memberships of this process, for what comes from other members. */
  private static final ConcurrentMap<String, Cluster> HERE = new ConcurrentHashMap<>();

  private final HazelcastInstance engine;
  private final String name;
  private final ITopic<Address> farewells;
  private final Calls calls;
  private final Bells bells;

  private Cluster(HazelcastInstance engine, String name, Majority majority) {
    this.engine = engine;
    this.name = name;
    this.farewells = engine.getTopic(FAREWELLS);
    IMap<String, Kept<?>> objects = engine.getMap(OBJECTS);
    this.calls = new Calls(objects);
    this.bells = new Bells(objects);
    farewells.addMessageListener(
        message -> majority.takesLeave(Objects.requireNonNull(message.getMessageObject())));
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
      Cluster joined = new Cluster(new Engine(setup, name, majority).start(), name, majority);
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
    return new SharedState<>(this, objectName, initial);
  }

  /** Returns whether this process is a member, and not about to merge with others after a split. */
  public boolean isMember() {
    return engine.getLifecycleService().isRunning();
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
            farewells.publish(engine.getCluster().getLocalMember().getAddress());
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
