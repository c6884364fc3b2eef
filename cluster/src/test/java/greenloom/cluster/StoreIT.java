package greenloom.cluster;

import static greenloom.Greenloom.run;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.process.SharedList;
import greenloom.process.SharedLock;
import greenloom.process.SharedMap;
import greenloom.process.SharedQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two members in one process, whose store is told when to fail. */
@Timeout(90)
class StoreIT {
  private final MemoryStore store = new MemoryStore();
  private Cluster one;
  private Cluster two;

  @BeforeEach
  void join() {
    String[] list = Members.list(2);
    ClusterSetup setup = Cluster.setup().name("store").members(list).store(store);
    one = setup.join();
    two = setup.join();
  }

  @AfterEach
  void leave() {
    one.close();
    two.close();
  }

  private static void assertFails(ThrowingCallable change, String what) {
    assertThatThrownBy(change)
        .isExactlyInstanceOf(ClusterStoreException.class)
        .hasMessage("the store could not " + what + ": IOException: No space left on device");
  }

  /** So each name's object is kept by the one in half of the cases, by the other in the rest. */
  private static List<String> names() {
    return List.of("a", "b", "c", "d", "e", "f", "g", "h");
  }

  @Test
  void changes_whileTheStoreFails_areNotMade() {
    for (String name : names()) {
      SharedList<String> list = one.list(name);
      boolean _ = list.add("before");
      store.failsToSave = true;
      assertFails(() -> list.add("lost"), "save list:" + name);
      assertFails(() -> list.remove(0), "save list:" + name);
      assertThat(new ArrayList<>(two.<String>list(name))).containsExactly("before");
      store.failsToSave = false;
      boolean _ = two.<String>list(name).add("after");
      assertThat(new ArrayList<>(list)).containsExactly("before", "after");
    }
    two.close();
    for (String name : names()) {
      assertThat(new ArrayList<>(one.<String>list(name))).containsExactly("before", "after");
    }
  }

  @Test
  void entries_whileTheStoreFails_stay() {
    SharedMap<String, Integer> dict = one.dict("d");
    for (String name : names()) {
      Integer _ = dict.put(name, 1);
    }
    store.failsToSave = true;
    for (String name : names()) {
      assertFails(() -> dict.put(name, 2), "save dict:d");
      assertFails(() -> dict.replace(name, 1, 2), "save dict:d");
      assertFails(() -> dict.merge(name, 2, Integer::sum), "save dict:d");
      assertFails(() -> dict.putIfAbsent(name + "x", 2), "save dict:d");
      assertFails(() -> dict.remove(name), "delete dict:d");
    }
    assertThatThrownBy(dict::clear).isExactlyInstanceOf(ClusterStoreException.class);
    assertThat(two.<String, Integer>dict("d")).hasSize(names().size()).containsEntry("h", 1);

    store.failsToSave = false;
    dict.clear();
    assertThat(two.dict("d")).isEmpty();
    assertThat(store.count("dict")).isZero();
  }

  @Test
  void lockAndQueue_whileTheStoreFails_areNobodysAndEmpty() {
    SharedLock lock = one.lock("k");
    SharedQueue<String> queue = one.queue("q", 2);
    queue.put("first");
    store.failsToSave = true;
    assertFails(lock::lock, "save lock:k");
    assertFails(() -> queue.put("second"), "save queue:q");
    assertFails(queue::take, "save queue:q");
    store.failsToSave = false;

    assertThat(two.lock("k").tryLock()).isTrue();
    assertThat(two.lock("k").fence()).isEqualTo(1);
    assertThat(two.queue("q", 2).take()).isEqualTo("first");
    assertThat(queue.size()).isZero();
  }

  @Test
  void allGone_andBack_everythingIsThere() {
    for (String name : names()) {
      boolean _ = one.list(name).add(name);
      Object _ = one.dict(name).put(name, name);
      one.event(name).set();
      Integer _ = one.value(name, 1).set(7);
      one.semaphore(name, 3).acquire();
    }
    one.lock("k").lock();
    one.close();
    two.close();
    join();

    for (String name : names()) {
      assertThat(new ArrayList<>(one.list(name))).containsExactly(name);
      assertThat(two.dict(name)).hasSize(1);
      assertThat(one.dict(name).get(name)).isEqualTo(name);
      assertThat(one.event(name).isSet()).isTrue();
      assertThat(one.value(name, 1).get()).isEqualTo(7);
      assertThat(one.semaphore(name, 3).permits()).isEqualTo(3);
    }
    assertThat(two.lock("k").tryLock()).isTrue();
    assertThat(two.lock("k").abandoned()).isTrue();
    assertThat(two.lock("k").fence()).isEqualTo(2);
  }

  @Test
  void copies_ofWhatWasLoaded_areTheSame() {
    for (String name : names()) {
      boolean _ = one.list(name).add("loaded");
    }
    one.close();
    two.close();
    join();
    for (String name : names()) {
      boolean _ = one.list(name).add("added");
    }
    store.values.clear(); // what is kept by two now comes from its copy
    one.close();

    for (String name : names()) {
      assertThat(new ArrayList<>(two.list(name))).containsExactly("loaded", "added");
    }
  }

  @Test
  void loading_whileTheStoreFails_isTold_andTriedAgain() {
    boolean _ = one.list("l").add("x");
    one.close();
    two.close();
    join();
    store.failsToLoad = true;
    assertFails(() -> one.list("l").size(), "load list:l");
    store.failsToLoad = false;

    assertThat(new ArrayList<>(one.list("l"))).containsExactly("x");
  }

  @Test
  void dict_whileItsKeysCannotBeRead_waits() {
    for (String name : names()) {
      Object _ = one.dict("d").put(name, 1);
    }
    one.close();
    two.close();
    join();
    store.failsToList = true;
    run(() -> {
      Greenlet<Integer> size = spawn(() -> one.dict("d").size());
      sleep(Duration.ofMillis(1500));
      assertThat(size.ready()).isFalse();
      store.failsToList = false;
      assertThat(size.get()).isEqualTo(names().size());
    });
    assertThat(two.dict("d")).hasSize(names().size());
  }

  @Test
  void close_whileKeysCannotBeRead_endsThoseWhoWait() {
    store.failsToList = true;
    run(() -> {
      Greenlet<Integer> size = spawn(() -> one.dict("d").size());
      sleep(Duration.ofMillis(100));
      one.close();
      two.close();
      assertThatThrownBy(size::get).hasMessageContaining("no member of the cluster any more");
    });
    run(() -> {
      while (Thread.getAllStackTraces().values().stream()
          .flatMap(Stream::of)
          .anyMatch(frame -> frame.getMethodName().equals("untilItWorks"))) {
        sleep(Duration.ofMillis(10));
      }
    });
  }

  @Test
  void whatHasNoName_isNotSaved() {
    boolean _ = one.list().add("x");
    Object _ = one.dict().put("x", "x");
    one.<String>pipe().first().send("x");
    one.lock().lock();

    assertThat(store.values).isEmpty();
  }

  @Test
  void dropped_isForgotten() {
    SharedState<ArrayList<String>> state = one.state("s", ArrayList::new);
    boolean _ = state.change(all -> all.add("x"));
    assertThat(store.count("state")).isEqualTo(1);
    state.drop();

    assertThat(store.values).isEmpty();
    assertThat((int) state.ask(ArrayList::size)).isZero();
  }

  @Test
  void notSerialisable_isSaid_andNothingIsChanged() {
    SharedState<ArrayList<Object>> state = one.state("s", ArrayList::new);
    boolean _ = state.change(all -> all.add("x"));
    assertThatThrownBy(() -> state.change(all -> all.add(Thread.currentThread())))
        .hasMessageContaining("Thread");

    assertThat((int) state.ask(ArrayList::size)).isEqualTo(1);
  }

  @Test
  void join_withoutTheStoreOfTheOthers_isRefused() {
    String[] list = Members.list(2);
    ClusterSetup setup = Cluster.setup().name("half").members(list);
    try (Cluster has = setup.store(store).join()) {
      assertThatThrownBy(setup::join)
          .isInstanceOf(ClusterJoinException.class)
          .hasMessageContaining("the other members have a store");
      run(() -> {
        while (has.members().size() > 1) {
          sleep(Duration.ofMillis(10));
        }
      });
    }
    try (Cluster _ = setup.join()) {
      ClusterSetup with = setup.store(store);
      assertThatThrownBy(with::join).hasMessageContaining("the other members have no store");
    }
  }
}
