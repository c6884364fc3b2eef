package greenloom.hub;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Greenlet;
import greenloom.hub.Recording.Life;
import greenloom.hub.Recording.Span;
import greenloom.hub.Recording.State;
import greenloom.sync.Event;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RecordingTest {
  private static Life life(Recording recording, String name) {
    return recording.lives().stream()
        .filter(l -> l.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " not in " + recording.lives()));
  }

  private static List<String> course(Life life) {
    return life.spans().stream()
        .map(s -> s.state() == State.WAITING ? s.what() : s.state().name().toLowerCase())
        .toList();
  }

  private static void assertWhole(Recording recording) {
    for (Life life : recording.lives()) {
      long last = life.spans().getFirst().begin();
      for (Span s : life.spans()) {
        assertThat(s.begin()).isEqualTo(last);
        assertThat(s.end()).isGreaterThanOrEqualTo(s.begin());
        last = s.end();
      }
      assertThat(last).isLessThanOrEqualTo(recording.nanos());
    }
  }

  @Test
  void lives_tellWhatEachDid() {
    TestHub.virtual()
        .run(() -> {
          Event event = new Event();
          CountDownLatch latch = new CountDownLatch(1);
          Recording recording = Hub.current().record();
          Greenlet<?> waiter = spawn(() -> event.await()).named("waiter");
          Greenlet<?> ofJdk = spawn(() -> latch.await()).named("of the JDK");
          Greenlet<?> setter =
              spawn(
                      () -> {
                        yieldNow();
                        sleep(Duration.ofMillis(2)); // real ones, while somebody waits in the JDK
                        event.set();
                        latch.countDown();
                      })
                  .named("setter");
          joinAll(waiter, ofJdk, setter);
          recording.stop();
          assertThat(course(life(recording, "waiter")))
              .containsExactly("ready", "running", "await Event", "ready", "running");
          assertThat(course(life(recording, "of the JDK")))
              .containsExactly("ready", "running", "CountDownLatch.await", "ready", "running");
          assertThat(course(life(recording, "setter")))
              .containsExactly("ready", "running", "ready", "running", "sleep", "ready", "running");
          assertThat(course(life(recording, "main"))).contains("running", "join waiter");
          assertWhole(recording);
          Life life = life(recording, "waiter");
          assertThat(life.ended()).isTrue();
          assertThat(life.spawner()).isEqualTo("main");
          assertThat(life.spawnerId()).isEqualTo(life(recording, "main").id());
          assertThat(life.site()).isEqualTo(RecordingTest.class.getName());
          assertThat(recording.lost()).isZero();
          assertThat(recording.hubName()).isEqualTo("test");
        });
  }

  @Test
  void greenThreadsThatWereThereBefore_areSeenAsTheyStand() {
    TestHub.virtual()
        .run(() -> {
          Event event = new Event();
          Greenlet<?> early = spawn(() -> event.await()).named("early");
          yieldNow();
          try (Recording recording = Hub.current().record()) {
            event.set();
            yieldNow();
            recording.stop();
            assertThat(course(life(recording, "early")))
                .containsExactly("await Event", "ready", "running");
            assertThat(life(recording, "early").ended()).isTrue();
            assertThat(life(recording, "main").ended()).isFalse();
          }
          early.join();
        });
  }

  @Test
  void afterItsEnd_nothingIsSeen() {
    TestHub.virtual()
        .run(() -> {
          Recording recording = Hub.current().record();
          yieldNow();
          recording.stop();
          List<Life> before = recording.lives();
          spawn(() -> {}).join();
          recording.stop();
          assertThat(recording.lives()).isEqualTo(before);
        });
  }

  @Test
  void twoAtATime_doNotMindEachOther() {
    TestHub.virtual()
        .run(() -> {
          Recording outer = Hub.current().record();
          spawn(() -> {}).named("first").join();
          Recording inner = Hub.current().record();
          spawn(() -> {}).named("second").join();
          inner.stop();
          spawn(() -> {}).named("third").join();
          outer.stop();
          assertThat(outer.lives()).extracting(Life::name).contains("first", "second", "third");
          assertThat(inner.lives())
              .extracting(Life::name)
              .contains("second")
              .doesNotContain("first", "third");
        });
  }

  @Test
  void hub_isSeenAsleep() {
    TestHub.real()
        .run(() -> {
          Recording recording = Hub.current().record();
          sleep(Duration.ofMillis(5));
          recording.stop();
          assertThat(course(life(recording, "hub test"))).contains("nobody is ready");
        });
  }

  @Test
  void fromAnotherThread_ofAHubOfItsOwn() throws Exception {
    try (Hub hub = Hub.start("watched")) {
      GreenThread t;
      Recording recording = hub.record();
      t = hub.spawn("there", Hub::yieldNow);
      JdkWait.assertEnds(t);
      GreenThread after = hub.spawn("after", () -> {});
      JdkWait.assertEnds(after);
      recording.stop();
      assertThat(course(life(recording, "there")))
          .containsExactly("ready", "running", "ready", "running");
      assertWhole(recording);
    }
  }
}
