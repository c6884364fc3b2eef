package greenloom.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MapStoreConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.MapStoreFactory;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts Hazelcast as a member that talks to the members it was told of, and to nobody else. */
final class Engine {
  private static final Logger LOG = Logger.getLogger("com.hazelcast");
  private static final int LOOK_MILLIS = 20;
  private static final String PROCESS = "greenloom.process";
  private static final int TASKS_AT_ONCE = 1_000;
  private static final String MAJORITY = "greenloom.majority";
  private static final String STORE = "greenloom.store";

  private final ClusterSetup setup;
  private final String name;
  private final Majority majority;

  Engine(ClusterSetup setup, String name, Majority majority) {
    this.setup = setup;
    this.name = name;
    this.majority = majority;
  }

  /** Starts it and waits until the members have settled; blocks its thread. */
  HazelcastInstance start() {
    if (LOG.getLevel() == null) {
      LOG.setLevel(Level.OFF); // who wants its log gives this logger a level
    }
    List<InetSocketAddress> own = own();
    HazelcastException last = null;
    for (InetSocketAddress address : own) {
      if (address.getPort() != 0 && !MemberAddress.isFree(address)) {
        continue;
      }
      HazelcastInstance started;
      try {
        started = Hazelcast.newHazelcastInstance(config(address));
      } catch (HazelcastException e) {
        last = e; // somebody else was quicker to take this port
        continue;
      }
      checkStores(started);
      settle(started);
      return started;
    }
    throw new ClusterJoinException(
        own.size() == 1
            ? "cannot listen at " + text(own.getFirst()) + ": the port is in use; choose another"
            : "cannot listen: all ports of this machine in the list of members are in use; add one",
        last);
  }

  /** Returns what tells the process of a member from all others, and from its successors. */
  static String process(Member member) {
    return Objects.requireNonNull(member.getAttribute(PROCESS), "each member has one");
  }

  private List<InetSocketAddress> own() {
    if (setup.members().isEmpty()) {
      return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }
    List<InetSocketAddress> own = new ArrayList<>();
    for (MemberAddress member : setup.members()) {
      InetSocketAddress address = member.resolved();
      if (!setup.anyAddress() && !MemberAddress.isPrivate(address.getAddress())) {
        throw new ClusterJoinException(
            member
                + " is neither a loopback nor a private address; members trust whoever connects,"
                + " so keep them in a network of their own",
            null);
      }
      if (MemberAddress.isHere(address.getAddress())) {
        own.add(address);
      }
    }
    if (own.isEmpty()) {
      throw new ClusterJoinException(
          "none of the members " + setup.members() + " is of this machine; add one that is", null);
    }
    return own;
  }

  private static String text(InetSocketAddress address) {
    return new MemberAddress(address.getAddress().getHostAddress(), address.getPort()).toString();
  }

  private Config config(InetSocketAddress address) {
    Config config = new Config();
    config.setClusterName(name);
    config.getMemberAttributeConfig().setAttribute(PROCESS, UUID.randomUUID().toString());
    config.getMemberAttributeConfig().setAttribute(STORE, Boolean.toString(setup.store() != null));
    config.addExecutorConfig(
        new ExecutorConfig(ClusterPool.TASKS, TASKS_AT_ONCE).setStatisticsEnabled(false));
    config.getJetConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    properties()
        .forEach(line ->
            config.setProperty(
                line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    config.setProperty("hazelcast.local.localAddress", address.getAddress().getHostAddress());
    join(config.getNetworkConfig(), address);
    config.addSplitBrainProtectionConfig(
        new SplitBrainProtectionConfig(MAJORITY, true).setFunctionImplementation(majority));
    MapConfig objects = map(Cluster.OBJECTS).setInMemoryFormat(InMemoryFormat.OBJECT);
    MapConfig dicts = map(Cluster.DICTS + "*");
    ClusterStore store = setup.store();
    if (store != null) {
      Stored stored = new Stored(store);
      objects.setMapStoreConfig(through((_, _) -> stored.objects()));
      dicts.setMapStoreConfig(
          through((map, _) -> stored.entries("dict:" + map.substring(Cluster.DICTS.length()))));
    }
    return config.addMapConfig(map("default")).addMapConfig(objects).addMapConfig(dicts);
  }

  /** What is changed is stored first; what is missing is loaded when it is asked for. */
  private static <K, V> MapStoreConfig through(MapStoreFactory<K, V> stores) {
    return new MapStoreConfig()
        .setEnabled(true)
        .setFactoryImplementation(stores)
        .setWriteDelaySeconds(0)
        .setInitialLoadMode(MapStoreConfig.InitialLoadMode.LAZY);
  }

  private MapConfig map(String of) {
    return new MapConfig(of)
        .setBackupCount(setup.copies())
        .setSplitBrainProtectionName(MAJORITY)
        .setMergePolicyConfig(
            new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getSimpleName()));
  }

  private List<String> properties() {
    long silence = setup.silence().toSeconds();
    return List.of(
        "hazelcast.phone.home.enabled=false",
        "hazelcast.logging.type=jdk",
        "hazelcast.socket.bind.any=false",
        "hazelcast.wait.seconds.before.join=0",
        "hazelcast.heartbeat.interval.seconds=1",
        "hazelcast.max.no.heartbeat.seconds=" + silence,
        "hazelcast.merge.first.run.delay.seconds=" + Math.min(10, silence),
        "hazelcast.merge.next.run.delay.seconds=" + Math.min(10, silence),
        "hazelcast.max.join.seconds=" + Math.max(1, setup.startLimit().toSeconds()),
        "hazelcast.graceful.shutdown.max.wait=10");
  }

  private void join(NetworkConfig network, InetSocketAddress address) {
    network.setPort(address.getPort()).setPortAutoIncrement(false).setReuseAddress(true);
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true);
    setup.members().forEach(member -> join.getTcpIpConfig().addMember(member.toString()));
  }

  /**
   * What is written while partitions move to a new member can hang for seconds: its copy goes to
   * where it is no longer awaited. So nothing is written before they have settled.
   */
  private void settle(HazelcastInstance started) {
    long deadline = System.nanoTime() + setup.startLimit().toNanos();
    while (!isSettled(started)) {
      if (System.nanoTime() - deadline > 0) {
        started.getLifecycleService().terminate();
        throw new ClusterJoinException(
            "the members have not settled within "
                + setup.startLimit().toSeconds()
                + " s; see that most of them can reach each other, and try again",
            null);
      }
      sleep();
    }
  }

  /** A member without the store would lose what it is given to keep. */
  private void checkStores(HazelcastInstance started) {
    String has = Boolean.toString(setup.store() != null);
    for (Member member : started.getCluster().getMembers()) {
      if (!has.equals(member.getAttribute(STORE))) {
        Farewell.say(started);
        started.shutdown();
        throw new ClusterJoinException(
            setup.store() == null
                ? "the other members have a store; name the same one"
                : "the other members have no store; start all of them with the same one",
            null);
      }
    }
  }

  private static boolean isSettled(HazelcastInstance started) {
    try {
      int _ = started.getMap(Cluster.OBJECTS).size(); // the first call gives partitions to members
      return started.getPartitionService().isClusterSafe();
    } catch (SplitBrainProtectionException e) {
      return false; // nobody has counted yet, or most are not there
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterJoinException("interrupted while the members settled", e);
    }
  }
}
