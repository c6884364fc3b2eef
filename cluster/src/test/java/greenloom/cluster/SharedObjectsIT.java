package greenloom.cluster;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.run;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.process.SharedEvent;
import greenloom.process.SharedList;
import greenloom.process.SharedLock;
import greenloom.process.SharedMap;
import greenloom.process.SharedQueue;
import greenloom.process.SharedSemaphore;
import greenloom.process.SharedValue;
import greenloom.process.TaskFailedException;
import greenloom.process.TaskPool;
import greenloom.process.TaskResult;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The words of managers and pools, between two members in one process. */
class SharedObjectsIT {
  private static Cluster one;
  private static Cluster two;

  @BeforeAll
  static void join() {
    String[] list = Members.list(2);
    one = Cluster.setup().name("objects").members(list).join();
    two = Cluster.setup().name("objects").members(list).join();
  }

  @AfterAll
  static void leave() {
    one.close();
    two.close();
  }

  @Test
  void dict_hasTheWordsOfAConcurrentMap() {
    SharedMap<String, Integer> here = one.dict("d");
    SharedMap<String, Integer> there = two.dict("d");
    assertThat(here.put("a", 1)).isNull();
    assertThat(there.put("a", 2)).isEqualTo(1);
    assertThat(there.putIfAbsent("a", 3)).isEqualTo(2);
    assertThat(here.replace("a", 2, 4)).isTrue();
    assertThat(here.replace("a", 2, 5)).isFalse();
    assertThat(here.merge("b", 1, Integer::sum) + there.merge("b", 1, Integer::sum)).isEqualTo(3);
    assertThat(there).containsOnlyKeys("a", "b").containsEntry("a", 4);
    assertThat(there.remove("b", 9)).isFalse();
    assertThat(there.remove("b")).isEqualTo(2);
    assertThat(here.containsKey("b")).isFalse();
    here.clear();
    assertThat(there).isEmpty();
    assertThat(one.dict()).isEmpty();
    assertThatThrownBy(() -> here.put("x", null)).isInstanceOf(NullPointerException.class);
  }

  /** Hazelcast starts one for each stage where there are no more than two processors. */
  @Test
  void calls_takeNoThreadEach() {
    SharedMap<Integer, Integer> dict = one.dict();
    SharedValue<Integer> value = two.value(0);
    long before = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
    run(() -> {
      for (int i = 0; i < 500; i++) {
        dict.put(i, i);
        assertThat(dict.get(i)).isEqualTo(i);
        value.update(n -> n + 1);
      }
    });
    assertThat(value.get()).isEqualTo(500);
    long started = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount() - before;
    assertThat(started).isLessThan(100);
  }

  @Test
  void list_hasTheWordsOfAList() {
    SharedList<String> here = one.list("l");
    SharedList<String> there = two.list("l");
    assertThat(here.add("b")).isTrue();
    there.add(0, "a");
    assertThat(here.set(1, "c")).isEqualTo("b");
    assertThat(new ArrayList<>(there)).containsExactly("a", "c");
    assertThat(there.remove(0)).isEqualTo("a");
    assertThat(here.get(0)).isEqualTo("c");
    assertThatThrownBy(() -> here.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> one.list().add(new Object())).hasMessageContaining("not serialisable");
  }

  @Test
  void queue_full_waitsForRoom_andEndsWhenShutDown() {
    run(() -> {
      SharedQueue<Integer> here = one.queue("q", 2);
      SharedQueue<Integer> there = two.queue("q", 2);
      Greenlet<Void> putter =
          spawn(() -> {
            for (int i = 0; i < 10; i++) {
              here.put(i);
            }
            here.shutdown();
          });
      List<Integer> all = new ArrayList<>();
      there.forEach(all::add);
      putter.join();
      assertThat(all).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      assertThat(there.poll()).isNull();
      assertThat(there.poll(Duration.ofMillis(10))).isNull();
    });
  }

  @Test
  void value_update_losesNoChange() {
    run(() -> {
      SharedValue<Integer> here = one.value("v", 0);
      SharedValue<Integer> there = two.value("v", 0);
      List<Greenlet<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        SharedValue<Integer> value = i % 2 == 0 ? here : there;
        all.add(spawn(() -> value.update(n -> n + 1)));
      }
      joinAll(all);
      assertThat(here.get()).isEqualTo(20);
      assertThat(there.set(7)).isEqualTo(20);
    });
  }

  @Test
  void lock_isOneGreenlets_andReentrant() {
    run(() -> {
      SharedLock here = one.lock("k");
      SharedLock there = two.lock("k");
      here.lock();
      here.lock();
      assertThat(there.tryLock(Duration.ofMillis(20))).isFalse();
      Greenlet<Long> other =
          spawn(() -> {
            there.lock();
            long fence = there.fence();
            there.unlock();
            return fence;
          });
      sleep(Duration.ofMillis(20));
      assertThat(here.fence()).isEqualTo(1);
      here.unlock();
      assertThat(other.ready()).isFalse();
      here.unlock();
      assertThat(other.get()).isEqualTo(2);
      assertThatThrownBy(here::fence).isInstanceOf(IllegalMonitorStateException.class);
    });
  }

  @Test
  void semaphoreAndEvent_wakeWhoWaits() {
    run(() -> {
      SharedSemaphore permits = one.semaphore("s", 1);
      SharedEvent event = two.event("e");
      permits.acquire();
      assertThat(permits.tryAcquire()).isFalse();
      Greenlet<Boolean> waits =
          spawn(() -> {
            one.event("e").await();
            return two.semaphore("s", 1).tryAcquire(Duration.ofSeconds(30));
          });
      assertThat(event.await(Duration.ofMillis(10))).isFalse();
      event.set();
      permits.release();
      assertThat(waits.get()).isTrue();
      event.clear();
      assertThat(event.isSet()).isFalse();
      assertThat(permits.permits()).isZero();
    });
  }

  @Test
  void waiters_killed_takeNothing() {
    run(() -> {
      SharedLock lock = one.lock("killed");
      SharedLock same = two.lock("killed");
      lock.lock();
      Greenlet<Void> victim = spawn(() -> same.lock());
      sleep(Duration.ofMillis(20));
      victim.kill();
      lock.unlock();
      assertThat(lock.tryLock()).isTrue();
    });
  }

  @Test
  void pool_tasks_failAndCallBack() {
    run(() -> {
      TaskPool pool = one.pool(2);
      List<Object> told = new ArrayList<>();
      TaskResult<Integer> good = pool.applyAsync(() -> 6 * 7, told::add, told::add);
      TaskResult<Integer> bad =
          pool.applyAsync(() -> {
            throw new java.io.IOException("no");
          });
      assertThat(good.get()).isEqualTo(42);
      assertThatThrownBy(bad::get)
          .isInstanceOf(CompletionException.class)
          .hasRootCauseMessage("no");
      assertThat(pool.map(n -> n + 1, List.of(1, 2, 3))).containsExactly(2, 3, 4);
      assertThat(pool.imap(n -> n + 1, List.of(1, 2, 3))).containsExactly(2, 3, 4);
      pool.close();
      assertThatThrownBy(() -> pool.applyAsync(() -> 1)).isInstanceOf(IllegalStateException.class);
      pool.join();
      assertThat(told).containsExactly(42);
    });
  }

  private static final class Unsendable extends RuntimeException {
    final Object bad = new Object();

    Unsendable(Throwable cause) {
      super("not to be sent", cause);
    }
  }

  @Test
  void pool_failureThatIsNotSerialisable_comesAsText_withItsCauses() {
    run(() -> {
      TaskPool pool = one.pool(2);
      TaskResult<Integer> bad =
          pool.applyAsync(() -> {
            throw new Unsendable(new IllegalStateException("the cause"));
          });
      assertThatThrownBy(bad::get)
          .isInstanceOf(TaskFailedException.class)
          .hasMessage(Unsendable.class.getName() + ": not to be sent")
          .hasRootCauseMessage("java.lang.IllegalStateException: the cause");
      pool.terminate();
    });
  }

  @Test
  void pool_terminated_whatWaitsFails() {
    run(() -> {
      TaskPool pool = one.pool(1);
      List<TaskResult<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        all.add(
            pool.applyAsync(() -> {
              Thread.sleep(50);
              return 1;
            }));
      }
      pool.terminate();
      assertThat(all).allMatch(TaskResult::ready);
      assertThatThrownBy(() -> all.getLast().get()).isInstanceOf(CancellationException.class);
    });
  }
}
