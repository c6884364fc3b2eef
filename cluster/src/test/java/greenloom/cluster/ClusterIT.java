package greenloom.cluster;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.run;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two members in one process. */
class ClusterIT {
  private static Cluster one;
  private static Cluster two;

  @BeforeAll
  static void join() {
    String[] list = Members.list(2);
    one = Cluster.setup().name("pair").members(list).join();
    two = Cluster.setup().name("pair").members(list).join();
  }

  @AfterAll
  static void leave() {
    one.close();
    two.close();
  }

  private static SharedState<ArrayDeque<String>> deque(Cluster cluster, String name) {
    return cluster.state(name, ArrayDeque::new);
  }

  private static void put(SharedState<ArrayDeque<String>> deque, String item) {
    boolean _ = deque.change(d -> d.add(item));
  }

  private static int size(SharedState<ArrayDeque<String>> deque) {
    return deque.ask(ArrayDeque::size);
  }

  private static String take(SharedState<ArrayDeque<String>> deque) {
    return deque.await(ArrayDeque::poll);
  }

  @Test
  void members_inOneList_findEachOther() {
    assertThat(one.members()).hasSize(2).isEqualTo(two.members()).contains(two.address());
  }

  @Test
  void state_changedHere_isSeenThere() {
    put(deque(one, "seen"), "a");

    assertThat(size(deque(two, "seen"))).isEqualTo(1);
    assertThat(take(deque(two, "seen"))).isEqualTo("a");
    assertThat(size(deque(one, "seen"))).isZero();
  }

  @Test
  void state_unchanged_answersNull() {
    assertThat(deque(one, "empty").<String>tryChange(ArrayDeque::poll)).isNull();
  }

  @Test
  void await_waitsAsAGreenlet_andIsWoken() {
    run(() -> {
      List<String> order = new ArrayList<>();
      Greenlet<Boolean> taker = spawn(() -> order.add(take(deque(one, "woken"))));
      Greenlet<Void> other =
          spawn(() -> {
            sleep(Duration.ofMillis(50));
            order.add("goes on meanwhile");
            put(deque(two, "woken"), "woken");
          });
      joinAll(taker, other);
      assertThat(order).containsExactly("goes on meanwhile", "woken");
    });
  }

  @Test
  void await_withLimit_endsWithNull() {
    assertThat(deque(one, "never").<String>await(ArrayDeque::poll, Duration.ofMillis(50))).isNull();
  }

  @Test
  void await_killed_takesNothing() {
    run(() -> {
      Greenlet<String> taker = spawn(() -> take(deque(one, "killed")));
      sleep(Duration.ofMillis(50));
      taker.kill();
      put(deque(one, "killed"), "still there");
      assertThat(taker.killed()).isTrue();
      assertThat(take(deque(two, "killed"))).isEqualTo("still there");
    });
  }

  @Test
  void takers_killedAtAnyMoment_loseNoItem() {
    run(() -> {
      int items = 200;
      AtomicInteger taken = new AtomicInteger();
      for (int i = 0; i < items; i++) {
        put(deque(one, "stress"), "x");
      }
      while (taken.get() < items) {
        Greenlet<Void> taker =
            spawn(() -> {
              while (true) {
                take(deque(two, "stress"));
                taken.incrementAndGet();
              }
            });
        sleep(Duration.ofMillis(3));
        taker.kill();
        assertThat(taken.get() + size(deque(one, "stress"))).isEqualTo(items);
      }
    });
  }

  @Test
  void change_thatThrows_throwsHere() {
    assertThatThrownBy(() -> deque(two, "throwing").change(ArrayDeque::pop))
        .isInstanceOf(java.util.NoSuchElementException.class);
  }

  @Test
  void manyGreenlets_eachChangeCounts() {
    run(() -> {
      List<Greenlet<Void>> all = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        Cluster cluster = i % 2 == 0 ? one : two;
        all.add(spawn(() -> put(deque(cluster, "many"), "x")));
      }
      joinAll(all);
      assertThat(size(deque(one, "many"))).isEqualTo(500);
    });
  }

  @Test
  void dropped_isNewAgain() {
    put(deque(one, "dropped"), "x");
    deque(two, "dropped").drop();

    assertThat(size(deque(one, "dropped"))).isZero();
  }

  @Test
  void left_refuses_andTheOtherGoesOn() {
    String[] list = Members.list(2);
    try (Cluster stays = Cluster.setup().name("leaving").members(list).join()) {
      Cluster leaves = Cluster.setup().name("leaving").members(list).join();
      put(deque(leaves, "kept"), "x");
      leaves.close();
      leaves.close();

      assertThat(leaves.isMember()).isFalse();
      assertThatThrownBy(() -> put(deque(leaves, "kept"), "y"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no member");
      assertThat(take(deque(stays, "kept"))).isEqualTo("x");
    }
  }

  @Test
  void join_portInUse_saysSo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ClusterSetup setup = Cluster.setup().members("127.0.0.1:" + taken.getLocalPort());
      assertThatThrownBy(setup::join)
          .isInstanceOf(ClusterJoinException.class)
          .hasMessageContaining("the port is in use");
    }
  }

  @Test
  void join_nothingOfThisMachine_saysSo() {
    assertThatThrownBy(() -> Cluster.setup().members("192.0.2.1:5701").atAnyAddress().join())
        .isInstanceOf(ClusterJoinException.class)
        .hasMessageContaining("of this machine");
  }

  @Test
  void join_publicAddress_isRefused() {
    assertThatThrownBy(() -> Cluster.setup().members("8.8.8.8:5701").join())
        .isInstanceOf(ClusterJoinException.class)
        .hasMessageContaining("neither a loopback nor a private address");
  }

  @Test
  void join_alone_hasANameOfItsOwn() {
    try (Cluster alone = Cluster.setup().join()) {
      assertThat(alone.name()).startsWith("greenloom-").isNotEqualTo(one.name());
      assertThat(alone.address().host()).isEqualTo("127.0.0.1");
      assertThat(alone.members()).hasSize(1);
      put(deque(alone, "x"), "y");
    }
  }
}
