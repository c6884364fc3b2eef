package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the JDK's own tools tell of green threads. */
class ThreadDumpIT {
  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final CountDownLatch end = new CountDownLatch(1);
  @TempDir Path folder;

  private String dump(String file, String... options) throws Exception {
    Path to = folder.resolve(file);
    ProcessBuilder jcmd =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            Long.toString(ProcessHandle.current().pid()),
            "Thread.dump_to_file");
    jcmd.command().addAll(List.of(options));
    jcmd.command().add(to.toString());
    File said = folder.resolve("said").toFile();
    int exit = jcmd.redirectErrorStream(true).redirectOutput(said).start().waitFor();
    assertThat(exit).as(Files.readString(said.toPath())).isZero();
    return Files.readString(to);
  }

  private GreenThread spawn(Hub hub, String name) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    GreenThread t =
        hub.spawn(
            name,
            () -> {
              begun.countDown();
              UncheckedFailure.of(this::awaitEnd);
            });
    begun.await();
    return t;
  }

  private Void awaitEnd() throws InterruptedException {
    end.await();
    return null;
  }

  @Test
  void jcmd_showsGreenThreadsByHub_withTheirNames() throws Exception {
    Hub kitchen = hubs.start("kitchen");
    Hub bar = hubs.start("bar");
    spawn(kitchen, "cook");
    GreenThread unnamed = spawn(kitchen, null);
    GreenThread renamed = spawn(bar, "somebody");
    renamed.name("barkeeper");
    String text = dump("dump.txt");
    String json = dump("dump.json", "-format=json");
    end.countDown();

    assertThat(text).contains("\"cook\" virtual", "\"barkeeper\" virtual", "\"" + unnamed.name());
    String ofKitchen = container(json, "kitchen");
    assertThat(ofKitchen)
        .contains("\"cook\"", "\"" + unnamed.name() + "\"")
        .doesNotContain("barkeeper");
    assertThat(container(json, "bar")).contains("\"barkeeper\"").doesNotContain("\"cook\"");
  }

  /** The part of a dump that belongs to one hub. */
  private static String container(String json, String hub) {
    int begin = json.indexOf("\"container\": \"hub " + hub);
    assertThat(begin).as("%s in %s", hub, json).isPositive();
    int end = json.indexOf("\"container\":", begin + 1);
    return end < 0 ? json.substring(begin) : json.substring(begin, end);
  }
}
