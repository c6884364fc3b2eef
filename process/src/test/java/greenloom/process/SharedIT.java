package greenloom.process;

import static greenloom.Greenloom.spawn;
import static greenloom.process.WithManager.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.Greenloom;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dicts, lists, values, locks and events, kept here and by a manager's process, used here and
 * there.
 */
@Timeout(120)
class SharedIT {
  private static final WorkerSetup QUIET =
      Worker.setup().output(Redirect.DISCARD, Redirect.DISCARD);
  private static final Duration SHORT = Duration.ofMillis(20);

  private static void onHub(Action body) {
    Greenloom.run(body);
  }

  // --- maps, lists, values ---

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void dictAndList_changedByWorkers_areTheSameForAll(boolean apart) {
    with(
        apart,
        manager -> {
          SharedMap<Long, Long> dict = manager.dict();
          SharedList<Object> list = manager.listOf(List.of(0, 1, 2));
          List<Worker<Void>> workers = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            workers.add(
                Worker.start(() -> {
                  long pid = ProcessHandle.current().pid();
                  dict.put(pid, ProcessHandle.current().parent().orElseThrow().pid());
                  list.add(pid);
                }));
          }
          workers.forEach(Worker::join);
          Long[] pids = workers.stream().map(Worker::pid).toArray(Long[]::new);
          assertThat(dict).containsOnlyKeys(pids).containsValue(ProcessHandle.current().pid());
          assertThat(list).startsWith(0, 1, 2).contains((Object[]) pids).hasSize(6);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void dict_asAMap_hasTheWordsOfOne(boolean apart) {
    with(
        apart,
        manager -> {
          SharedMap<String, Integer> map = manager.dict("of a name");
          assertThat(map.put("a", 1)).isNull();
          assertThat(map.put("a", 2)).isEqualTo(1);
          assertThat(map.putIfAbsent("a", 3)).isEqualTo(2);
          assertThat(map.get("b")).isNull();
          assertThat(map.merge("a", 5, Integer::sum)).isEqualTo(7);
          assertThat(map.computeIfAbsent("b", k -> 9)).isEqualTo(9);
          assertThat(map.replace("b", 8, 1)).isFalse();
          assertThat(map.replace("b", 9, 1)).isTrue();
          assertThat(map.remove("b", 2)).isFalse();
          assertThat(map.containsKey("b")).isTrue();
          assertThat(manager.<String, Integer>dict("of a name")).hasToString("{a=7, b=1}");
          assertThat(map.remove("b")).isEqualTo(1);
          assertThat(map).isEqualTo(Map.of("a", 7));
          map.clear();
          assertThat(map.isEmpty()).isTrue();
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void list_asAList_hasTheWordsOfOne(boolean apart) {
    with(
        apart,
        manager -> {
          SharedList<String> list = manager.listOf(List.of("a", "c"));
          list.add(1, "b");
          assertThat(list.set(2, "d")).isEqualTo("c");
          assertThat(list).hasToString("[a, b, d]").contains("b");
          assertThat(list.remove(0)).isEqualTo("a");
          assertThat(list.get(1)).isEqualTo("d");
          assertThatThrownBy(() -> list.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
          list.clear();
          assertThat(list).isEmpty();
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void value_updatedByAll_losesNoUpdate(boolean apart) {
    with(
        apart,
        manager -> {
          SharedValue<Integer> value = manager.value(0);
          ProcessPool pool = new ProcessPool(2);
          pool.map(n -> value.update(v -> v + n), IntStream.rangeClosed(1, 100).boxed().toList());
          pool.close();
          assertThat(value.get()).isEqualTo(5050);
          assertThat(value.set(7)).isEqualTo(5050);
          assertThat(value.compareAndSet(8, 9)).isFalse();
          pool.join();
        });
  }

  @Test
  void manager_inATask_makesObjectsOfTheSameName() {
    with(
        true,
        manager -> {
          Worker<Object> worker = Worker.start(() -> manager.dict("shared").put("here", "there"));
          worker.join();
          assertThat(manager.dict("shared").get("here")).isEqualTo("there");
          assertThat(manager.list("shared")).isEmpty(); // of another kind
        });
  }

  @Test
  void manager_thatHasEnded_isNotWaitedFor() {
    onHub(() -> {
      Manager manager = Manager.start();
      SharedQueue<String> queue = manager.queue();
      Greenlet<String> waiting = spawn(() -> queue.take());
      assertThat(waiting.join(SHORT)).isFalse();
      manager.close();
      assertThatThrownBy(waiting::get).isInstanceOf(ConnectionLostException.class);
      assertThatThrownBy(queue::take).isInstanceOf(ConnectionLostException.class);
    });
  }

  // --- locks, semaphores, events ---

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lock_betweenProcesses_isHeldByOne(boolean apart) {
    with(
        apart,
        manager -> {
          SharedLock lock = manager.lock();
          SharedList<Integer> trace = manager.list();
          ProcessPool pool = new ProcessPool(2);
          pool.map(
              n -> {
                lock.lock();
                try {
                  trace.add(n);
                  Thread.sleep(1);
                  trace.add(n);
                } finally {
                  lock.unlock();
                }
                return n;
              },
              IntStream.range(0, 20).boxed().toList());
          pool.close();
          List<Integer> all = List.copyOf(trace);
          assertThat(all).hasSize(40);
          for (int i = 0; i < 40; i += 2) {
            assertThat(all.get(i)).isEqualTo(all.get(i + 1));
          }
          pool.join();
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lock_asALock_hasTheWordsOfOne(boolean apart) {
    with(
        apart,
        manager -> {
          SharedLock lock = manager.lock();
          lock.lock();
          long fence = lock.fence();
          assertThat(lock.tryLock()).isTrue(); // once more
          assertThat(lock.fence()).isEqualTo(fence);
          lock.unlock();
          assertThat(spawn(() -> lock.tryLock()).get()).isFalse();
          assertThat(spawn(() -> lock.tryLock(SHORT)).get()).isFalse();
          assertThatThrownBy(() -> spawn(() -> lock.unlock()).get())
              .isInstanceOf(IllegalMonitorStateException.class);
          Greenlet<Void> killed = spawn(() -> lock.lock());
          Greenlet<Long> next =
              spawn(() -> {
                lock.lock();
                long mine = lock.fence();
                lock.unlock();
                return mine;
              });
          assertThat(next.join(SHORT)).isFalse();
          killed.kill();
          lock.unlock();
          assertThat(next.get()).isGreaterThan(fence);
          assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lock_ofAWorkerThatDies_goesToTheNext_whoIsTold(boolean apart) {
    with(
        apart,
        manager -> {
          SharedLock lock = manager.lock();
          SharedSemaphore semaphore = manager.semaphore(1);
          SharedEvent has = manager.event();
          Worker<Void> worker =
              QUIET.start(() -> {
                lock.lock();
                semaphore.acquire();
                has.set();
                Thread.sleep(1_000_000);
              });
          has.await();
          assertThat(lock.tryLock(SHORT)).isFalse();
          assertThat(semaphore.tryAcquire()).isFalse();
          Greenlet<Boolean> next =
              spawn(() -> {
                lock.lock();
                boolean abandoned = lock.abandoned();
                lock.unlock();
                lock.lock();
                assertThat(lock.abandoned()).isFalse();
                lock.unlock();
                return abandoned;
              });
          worker.kill();
          assertThat(next.get(Duration.ofSeconds(30))).isTrue();
          assertThat(semaphore.tryAcquire(Duration.ofSeconds(30))).isTrue();
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void semaphoreAndEvent_haveTheirWords(boolean apart) {
    with(
        apart,
        manager -> {
          SharedSemaphore semaphore = manager.semaphore(2);
          semaphore.acquire();
          assertThat(semaphore.tryAcquire()).isTrue();
          assertThat(semaphore.tryAcquire()).isFalse();
          assertThat(semaphore.tryAcquire(SHORT)).isFalse();
          semaphore.release();
          assertThat(semaphore.permits()).isEqualTo(1);
          SharedEvent event = manager.event();
          assertThat(event.await(SHORT)).isFalse();
          Greenlet<Void> waiting = spawn(() -> event.await());
          assertThat(waiting.join(SHORT)).isFalse();
          event.set();
          waiting.get();
          assertThat(event.isSet()).isTrue();
          event.clear();
          assertThat(event.isSet()).isFalse();
        });
  }

  @Test
  void console_lock_isTheSameForAll() {
    onHub(() -> {
      ProcessLock console = ProcessLock.console();
      console.lock();
      Worker<Boolean> worker = Worker.start(() -> ProcessLock.console().tryLock());
      assertThat(worker.get()).isFalse();
      console.unlock();
      Worker<Boolean> second = Worker.start(() -> ProcessLock.console().tryLock());
      assertThat(second.get()).isTrue();
      second.join();
      assertThat(console.tryLock(Duration.ofSeconds(30))).isTrue();
      assertThat(console.abandoned()).isTrue();
      console.unlock();
      worker.join();
    });
  }
}
