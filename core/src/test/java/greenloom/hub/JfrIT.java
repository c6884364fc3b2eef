package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.jdkwaits.Hog;
import greenloom.programs.RecordedByFlag;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What Java Flight Recorder hears of hubs. */
class JfrIT {
  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  @TempDir Path folder;

  private static List<RecordedEvent> of(List<RecordedEvent> all, String event, String hub) {
    return all.stream()
        .filter(e -> e.getEventType().getName().equals("greenloom." + event))
        .filter(e -> e.getString("hub").equals(hub))
        .toList();
  }

  private List<RecordedEvent> dump(Recording recording) throws IOException {
    Path file = folder.resolve("run.jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file);
  }

  @Test
  void recording_startedLate_seesHubsThatAreThere_untilItStops() throws Exception {
    Hub hub = hubs.start("filmed");
    JdkWait.assertEnds(hub.spawn("before", () -> {}));
    List<RecordedEvent> all;
    try (Recording recording = new Recording()) {
      recording.start();
      CountDownLatch both = new CountDownLatch(1);
      GreenThread slow =
          hub.spawn(
              "slow",
              () -> {
                UncheckedFailure.of(() -> await(both));
                hub.spawn("queued", () -> {});
                Hog.spin(Duration.ofMillis(40));
              });
      both.countDown();
      JdkWait.assertEnds(slow);
      JdkWait.assertEnds(hub.spawn("next", () -> {})); // by then the end of the first is told
      Hub second = hubs.start("second");
      JdkWait.assertEnds(second.spawn("there, too", () -> {}));
      recording.stop();
      JdkWait.assertEnds(hub.spawn("after", () -> {}));
      all = dump(recording);
    }
    assertThat(of(all, "Spawn", "filmed"))
        .extracting(e -> e.getString("thread"))
        .contains("slow", "queued")
        .doesNotContain("before", "after");
    assertThat(of(all, "Spawn", "filmed").getFirst().getString("site"))
        .isEqualTo(JfrIT.class.getName());
    assertThat(of(all, "End", "filmed")).extracting(e -> e.getString("thread")).contains("slow");
    assertThat(of(all, "Slice", "filmed"))
        .as("%s", all)
        .anySatisfy(e -> {
          assertThat(e.getString("thread")).isEqualTo("slow");
          assertThat(e.getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(40));
        });
    assertThat(of(all, "Spawn", "second")).hasSize(1);
    assertThat(hub.stats().slices().count()).isPositive();
  }

  private static Void await(CountDownLatch latch) throws InterruptedException {
    latch.await();
    return null;
  }

  @Test
  void hubThatIsHeldUp_isTold_andThoseWhoHadToWait() throws Exception {
    Hub hub = hubs.start("held");
    List<RecordedEvent> all;
    try (Recording recording = new Recording();
        Logged log = new Logged()) {
      recording.start();
      CountDownLatch begun = new CountDownLatch(1);
      AtomicBoolean stop = new AtomicBoolean();
      hub.spawn(
          "opener",
          () -> {
            hub.spawn("hog", () -> Hog.spin(begun, stop));
            hub.spawn("queued", () -> {});
            hub.spawn("last in the queue", () -> {});
          });
      begun.await();
      while (log.messages().stream().noneMatch(m -> m.contains("hog on hub held"))) {
        Thread.sleep(1);
      }
      stop.set(true);
      JdkWait.assertEnds(hub.spawn("later", () -> {}));
      recording.stop();
      all = dump(recording);
    }
    assertThat(of(all, "Blocked", "held"))
        .anySatisfy(e -> {
          assertThat(e.getString("thread")).isEqualTo("hog");
          assertThat(e.getString("what")).contains("more than 100 ms");
        });
    assertThat(of(all, "QueueDelay", "held"))
        .anySatisfy(
            e -> assertThat(e.getDuration("delay")).isGreaterThanOrEqualTo(Duration.ofMillis(50)));
  }

  @Test
  void startedByAFlag_seesTheFirstGreenlet() throws Exception {
    Path file = folder.resolve("flag.jfr");
    Child child =
        Child.java(
            List.of(
                "-XX:StartFlightRecording:filename=" + file,
                "-cp",
                Child.classPath(),
                RecordedByFlag.class.getName()));
    assertThat(child.output).contains("the first has run", "with jdk.jfr");
    List<RecordedEvent> all = RecordingFile.readAllEvents(file);
    assertThat(of(all, "Spawn", "main")).hasSize(1); // it gets its name later
    assertThat(of(all, "End", "main")).extracting(e -> e.getString("thread")).contains("the first");
  }

  @Test
  void withoutTheModule_everythingElseWorks() throws Exception {
    Child child =
        Child.java(
            List.of(
                "--limit-modules",
                "java.base,java.logging,java.management,jdk.unsupported",
                "-cp",
                Child.classPath(),
                RecordedByFlag.class.getName()));
    assertThat(child.output).contains("the first has run", "without jdk.jfr");
    assertThat(child.exit).isZero();
  }
}
