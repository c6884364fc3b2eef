package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.jdkwaits.Hog;
import greenloom.testing.TestHub;
import greenloom.testing.VirtualClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DumpTest {
  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final CountDownLatch latch = new CountDownLatch(1);

  @Test
  void dump_tellsWhatEachThreadIsAbout() {
    TestHub.virtual()
        .run(() -> {
          JdkWait.spawn("sleeper", () -> Hub.sleep(Duration.ofHours(1)));
          JdkWait.spawnUntilItWaits("jdk", latch::await);
          GreenThread ready = JdkWait.spawn("ready", () -> {});
          String dump = Hub.current().dump();
          assertThat(dump)
              .contains("sleeper: sleep ")
              .contains("jdk: waits in the JDK")
              .contains("at java.base/java.util.concurrent.CountDownLatch.await")
              .contains("main: running")
              .contains("thread " + Thread.currentThread().getName())
              .contains("; spawned by main in greenloom.hub.JdkWait")
              .doesNotContain("ready:"); // has not begun
          assertThat(ready.name()).isEqualTo("ready");
          latch.countDown();
          Hub.sleep(Duration.ofHours(2));
        });
  }

  @Test
  void dump_tellsSinceWhen() {
    TestHub.virtual()
        .run(() -> {
          Guard guard = new Guard();
          GreenThread t =
              JdkWait.spawnUntilItWaits("s", () -> Waiter.here("x", "wait for", guard).await());
          Hub.sleep(Duration.ofMillis(1500));
          assertThat(Hub.current().dump()).contains("s: wait for x, for 1500 ms");
          Hub.sleep(Duration.ofMinutes(1));
          assertThat(Hub.current().dump()).contains("s: wait for x, for 61.5 s");
          t.deliver(new GreenletExit());
          Hub.yieldNow();
        });
  }

  @Test
  void json_tellsTheSame() {
    TestHub.virtual()
        .run(() -> {
          GreenThread t = JdkWait.spawnUntilItWaits("jdk \"x\"", latch::await);
          Hub.sleep(Duration.ofSeconds(2));
          long main = GreenThread.current().thread().threadId();
          assertThat(Hub.current().dumpJson())
              .startsWith(
                  "{\"hub\":\"test\",\"asleep\":false,\"deadlocks\":[],\"threads\":[{\"id\":")
              .contains("\"name\":\"main\",\"green\":true,\"does\":\"running\"")
              .contains("{\"id\":" + t.thread().threadId() + ",\"name\":\"jdk \\\"x\\\"\"")
              .contains("\"does\":\"waits in the JDK, in CountDownLatch.await, for CountDownLatch@")
              .contains("\"spawnedBy\":{\"id\":" + main + ",\"name\":\"main\"}")
              .contains("\"stack\":[\"java.base/java.util.concurrent")
              .endsWith("],\"rawWatchers\":[]}");
          latch.countDown();
        });
  }

  @Test
  void tree_tellsWhoSpawnedWhom() {
    TestHub.virtual()
        .run(() -> {
          JdkWait.spawn(
              "parent",
              () -> {
                JdkWait.spawn("child", () -> JdkWait.spawn("orphan", latch::await));
                JdkWait.spawn("sibling", latch::await);
                GreenThread.current().name("renamed");
                latch.await();
              });
          Hub.current().awaitAllBlocked();
          assertThat(Hub.current().tree())
              .contains("test: 4 green threads\n")
              .contains("\n    main: running\n      renamed: waits in the JDK")
              .contains("\n        sibling: waits in the JDK")
              .contains("\n  child, ended or elsewhere\n    orphan: waits");
          latch.countDown();
        });
  }

  @Test
  void virtualClock_isReadByOthersWhileItSleeps() throws Exception {
    VirtualClock clock = new VirtualClock();
    Hub.setup("napping")
        .clock(clock)
        .call(() -> {
          Hub hub = Hub.current();
          Thread reader = Thread.ofPlatform().start(() -> readWhileAsleep(hub, clock));
          Thread.sleep(50);
          Duration after = clock.elapsed();
          reader.join();
          assertThat(clock.elapsed()).isGreaterThanOrEqualTo(after);
          assertThat(clock.realTime()).isEqualTo(clock.elapsed());
          return null;
        });
    assertThat(clock.realTime()).isGreaterThanOrEqualTo(Duration.ofMillis(49));
  }

  private static void readWhileAsleep(Hub hub, VirtualClock clock) {
    long last = 0;
    for (int i = 0; i < 100_000 || !hub.loop().inbox().asleep(); i++) {
      hub.dump();
      long now = clock.nanoTime();
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
      if (i > 100 && now > 0) {
        return;
      }
    }
  }

  @Test
  void dump_fromAnotherThread_whileTheHubIsStuck() throws Exception {
    Hub hub = hubs.start("stuck");
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean stop = new AtomicBoolean();
    hub.spawn("hog", () -> Hog.spin(begun, stop));
    begun.await();
    String dump = hub.dump();
    stop.set(true);
    assertThat(dump).contains("stuck: 1 green threads", "hog: running", "Hog.spin");
  }

  @Test
  void names_many_onlyAFew() {
    TestHub.virtual()
        .run(() -> {
          IntStream.range(0, 15).forEach(i -> JdkWait.spawn("t" + i, latch::await));
          Hub.yieldNow();
          assertThat(Dump.names(Hub.current().threads())).contains("t14, ", " and 6 more");
          latch.countDown();
        });
  }

  @Test
  void stats_countWhatHappens() {
    TestHub.virtual()
        .run(() -> {
          HubStats before = Hub.current().stats();
          IntStream.range(0, 5).forEach(i -> JdkWait.spawn(null, latch::await));
          assertThat(Hub.current().stats().ready()).isEqualTo(5);
          Hub.yieldNow();
          HubStats after = Hub.current().stats();
          assertThat(after.live()).isEqualTo(before.live() + 5);
          assertThat(after.peak()).isGreaterThanOrEqualTo(6);
          assertThat(after.runs() - before.runs()).isEqualTo(6);
          assertThat(after.name()).isEqualTo("test");
          assertThat(after.spares()).isZero();
          latch.countDown();
          Hub.sleep(Duration.ofMillis(1));
          assertThat(Hub.current().stats().timersArmed()).isEqualTo(1);
          assertThat(Hub.current().stats().live()).isEqualTo(1);
        });
  }

  @Test
  void threads_whileOthersComeAndGo_isAList() throws Exception {
    Hub hub = hubs.start("lively");
    GreenThread spawner =
        hub.spawn(
            "spawner",
            () -> {
              for (int i = 0; i < 20_000; i++) {
                hub.spawn(null, Hub::yieldNow);
                if (i % 10 == 0) {
                  Hub.yieldNow();
                }
              }
            });
    while (spawner.thread().isAlive()) {
      assertThat(hub.threads()).doesNotHaveDuplicates();
    }
  }
}
