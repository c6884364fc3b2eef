package greenloom.timeline;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.hub.Recording;
import greenloom.jdkwaits.Hog;
import greenloom.sync.Event;
import greenloom.testing.TestHub;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording as files, read by programs of another make: a browser, Python. */
class TimelineIT {
  private static final String CHROMIUM = "chromium";
  private static final String PYTHON = "python3";
  private static final int GREEN = 0x159a55;

  @TempDir Path folder;
  private Recording recording;

  /** Some greenlets with a name that a page must not take for its own. */
  @BeforeEach
  void record() {
    TestHub.real()
        .run(() -> {
          Event event = new Event();
          recording = Hub.current().record();
          List<Greenlet<?>> all = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            all.add(spawn(() -> event.await()).named("waiter " + i));
          }
          Greenlet<?> worker =
              spawn(
                      () -> {
                        Hog.spin(Duration.ofMillis(30));
                        spawn(() -> Thread.sleep(20))
                            .named("</script><b>child & \"quoted\"")
                            .join();
                        event.set();
                      })
                  .named("worker");
          all.add(worker);
          joinAll(all);
          sleep(Duration.ofMillis(10));
          recording.stop();
        });
  }

  private static void assumeHere(String program) {
    boolean here =
        List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
            .anyMatch(dir -> Files.isExecutable(Path.of(dir).resolve(program)));
    if ("true".equals(System.getenv("CI"))) {
      assertThat(here).as("%s is here", program).isTrue();
    }
    assumeTrue(here, "SKIPPED: there is no " + program);
  }

  private String run(String... command) throws IOException, InterruptedException {
    assumeHere(command[0]);
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(err)).isZero();
    return Files.readString(out);
  }

  private String browser(String option, Path page) throws Exception {
    return run(
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--user-data-dir=" + folder.resolve("profile"),
        "--window-size=1200,500",
        "--virtual-time-budget=5000",
        option,
        page.toUri().toString());
  }

  @Test
  void page_inABrowser_drawsEachLife() throws Exception {
    Path page = folder.resolve("run.html");
    Timeline.write(recording, page);
    String dom = browser("--dump-dom", page);
    assertThat(dom)
        .contains("data-rows=\"" + recording.lives().size() + "\"")
        .contains("<title>hub test, ")
        .contains(">8 greenlets, ") // main, five that wait, worker, child
        .doesNotContain("<b>child");

    Path shot = folder.resolve("run.png");
    browser("--screenshot=" + shot, page);
    BufferedImage image = ImageIO.read(shot.toFile());
    assertThat(pixels(image, GREEN)).as("of who runs").isGreaterThan(500);
    String kept = System.getProperty("greenloom.shots");
    if (kept != null) {
      Files.copy(shot, Path.of(kept, "timeline.png"));
    }
  }

  private static long pixels(BufferedImage image, int colour) {
    long n = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        n += (image.getRGB(x, y) & 0xffffff) == colour ? 1 : 0;
      }
    }
    return n;
  }

  /** As the format is described: what each kind of event must have, and that nothing overlaps. */
  @Test
  void trace_readByPython_isWhole() throws Exception {
    Path trace = folder.resolve("run.json");
    Timeline.write(recording, trace);
    String script =
        """
        import json, sys
        from collections import defaultdict
        trace = json.load(open(sys.argv[1]))
        names, ends, kinds = {}, defaultdict(float), defaultdict(int)
        for e in trace["traceEvents"]:
            kinds[e["ph"]] += 1
            if e["ph"] == "M" and e["name"] == "thread_name":
                names[e["tid"]] = e["args"]["name"]
            elif e["ph"] == "X":
                assert e["tid"] in names and e["pid"] == 1 and e["dur"] >= 0
                assert e["ts"] >= ends[e["tid"]] - 0.002, e
                ends[e["tid"]] = e["ts"] + e["dur"]
                assert e["cat"] in ("running", "ready", "waiting")
            elif e["ph"] in "sf":
                assert e["tid"] in names and e["id"] in names
        print(kinds["s"], kinds["f"], sorted(names.values()))
        waits = {e["name"] for e in trace["traceEvents"] if e.get("cat") == "waiting"}
        print(sorted(waits))
        """;
    String said = run(PYTHON, "-c", script, trace.toString());
    assertThat(said)
        .startsWith("7 7 ['</script><b>child & \"quoted\"', 'hub test', 'main', 'waiter 0'")
        .contains("'Thread.sleep'", "'await Event'", "'join waiter 0'", "'sleep'");
  }

  @Test
  void file_ofAnotherEnding_isRefused() {
    assertThatThrownBy(() -> Timeline.write(recording, folder.resolve("run.svg")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ends neither in .html");
  }

  @Test
  void file_thatCannotBeWritten_saysSo() {
    assertThatThrownBy(() -> Timeline.write(recording, folder.resolve("no/run.html")))
        .isInstanceOf(IOException.class);
  }
}
