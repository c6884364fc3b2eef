package greenloom.cluster;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.run;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.process.MapResult;
import greenloom.process.PipeEnd;
import greenloom.process.SharedList;
import greenloom.process.SharedLock;
import greenloom.process.SharedMap;
import greenloom.process.SharedQueue;
import greenloom.process.SharedSemaphore;
import greenloom.process.TaskPool;
import greenloom.sync.QueueShutDownException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three processes as members, one of which is killed. */
@Timeout(90)
class MembersIT {
  private static final int ITEMS = 300;

  private Cluster cluster;
  private MemberProcess stays;
  private MemberProcess dies;

  @BeforeEach
  void start() throws Exception {
    String[] list = Members.list(3);
    dies = MemberProcess.start(List.of(), "three", "holds", list).joined();
    stays = MemberProcess.start(List.of(), "three", "idles", list).joined();
    cluster = Cluster.setup().name("three").members(list).silence(Duration.ofSeconds(4)).join();
    assertThat(cluster.awaitMembers(3, Duration.ofSeconds(30))).isTrue();
    assertThat(cluster.awaitMembers(4, Duration.ofMillis(1))).isFalse();
  }

  @AfterEach
  void stop() {
    cluster.close();
    stays.close();
    dies.close();
  }

  @Test
  void killedMember_nothingIsLost_nothingComesTwice() {
    run(() -> {
      SharedMap<Integer, String> dict = cluster.dict("dict");
      SharedList<Integer> list = cluster.list("list");
      SharedQueue<Integer> queue = cluster.queue("queue", ITEMS);
      List<Integer> taken = new ArrayList<>();
      AtomicInteger done = new AtomicInteger();
      Greenlet<Void> writer =
          spawn(() -> {
            for (int i = 0; i < ITEMS; i++) {
              dict.put(i, "value " + i);
              boolean _ = list.add(i);
              queue.put(i);
              done.set(i);
            }
          });
      Greenlet<Void> reader =
          spawn(() -> {
            while (taken.size() < ITEMS) {
              taken.add(queue.take());
            }
          });
      while (done.get() < ITEMS / 3) {
        sleep(Duration.ofMillis(1));
      }
      dies.kill();
      joinAll(writer, reader);

      List<Integer> all = IntStream.range(0, ITEMS).boxed().toList();
      assertThat(taken).isEqualTo(all);
      assertThat(new ArrayList<>(list)).isEqualTo(all);
      assertThat(dict).hasSize(ITEMS);
      assertThat(dict.get(ITEMS - 1)).isEqualTo("value " + (ITEMS - 1));
      assertThat(cluster.members()).hasSize(2);
    });
  }

  @Test
  void killedMember_itsTasksAreDoneByOthers() {
    run(() -> {
      TaskPool pool = cluster.pool(2);
      List<Integer> items = IntStream.range(0, 120).boxed().toList();
      ConcurrentHashMap<Long, Boolean> processes = new ConcurrentHashMap<>();
      MapResult<Integer> squares =
          pool.mapAsync(
              n -> {
                Thread.sleep(30);
                return n * n;
              },
              items,
              1);
      while (squares.done() < 20) {
        sleep(Duration.ofMillis(1));
      }
      dies.kill();
      assertThat(squares.get()).isEqualTo(items.stream().map(n -> n * n).toList());
      for (long pid : pool.imapUnordered(_ -> ProcessHandle.current().pid(), items)) {
        processes.put(pid, true);
      }
      assertThat(processes).hasSize(2).containsKey(ProcessHandle.current().pid());
      pool.close();
      pool.join();
    });
  }

  @Test
  void killedMember_itsLockAndPermitsGoToOthers() {
    SharedLock lock = cluster.lock("held");
    SharedSemaphore semaphore = cluster.semaphore("permits", 2);
    assertThat(lock.tryLock()).isFalse();
    assertThat(semaphore.permits()).isEqualTo(1);
    assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);

    dies.kill();
    lock.lock();

    assertThat(lock.abandoned()).isTrue();
    assertThat(lock.fence()).isEqualTo(2);
    lock.unlock();
    assertThat(lock.tryLock()).isTrue();
    assertThat(lock.abandoned()).isFalse();
    assertThat(lock.fence()).isEqualTo(3);
    assertThat(semaphore.permits()).isEqualTo(2);
  }

  @Test
  void twoOfThreeKilled_theLastIsRefused() {
    boolean _ = cluster.list("x").add(1);
    dies.kill();
    stays.kill();
    run(() -> {
      while (cluster.members().size() > 1) {
        sleep(Duration.ofMillis(10));
      }
    });

    assertThatThrownBy(() -> cluster.list("x").add(2)).isInstanceOf(NoMajorityException.class);
    assertThatThrownBy(() -> cluster.dict("x").put(1, 2)).isInstanceOf(NoMajorityException.class);
  }

  @Test
  void pipe_toATaskElsewhere_endsWithItsProcess() {
    run(() -> {
      var pipe = cluster.<String>pipe();
      PipeEnd<String> there = pipe.second();
      long here = ProcessHandle.current().pid();
      TaskPool pool = cluster.pool(1);
      for (int i = 0; i < 3; i++) { // one at each member
        var _ =
            pool.applyAsync(() -> {
              if (ProcessHandle.current().pid() != here) {
                there.send(there.receive() + " from " + ProcessHandle.current().pid());
              }
              Thread.sleep(60_000);
            });
      }
      pipe.first().send("hello");
      pipe.first().send("hello");
      assertThat(List.of(pipe.first().receive(), pipe.first().receive()))
          .allMatch(line -> line.startsWith("hello from "))
          .doesNotHaveDuplicates();
      dies.kill();
      assertThatThrownBy(() -> pipe.first().receive()).isInstanceOf(QueueShutDownException.class);
    });
  }
}
