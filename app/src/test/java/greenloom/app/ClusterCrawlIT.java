package greenloom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Crawls that several processes share. */
@Timeout(90)
class ClusterCrawlIT {
  private static final int PAGES = 80;

  @TempDir Path temp;
  private final CountDownLatch begin = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private TestSite site;

  /** A tree of pages with a picture each; the root and the last leaf wait for their gates. */
  @BeforeEach
  void open() throws IOException {
    site = new TestSite();
    for (int n = 0; n < PAGES; n++) {
      String path = n == 0 ? "/" : "/" + n;
      StringBuilder body = new StringBuilder("<img src=" + n + ".png>");
      for (int child = 4 * n + 1; child <= 4 * n + 4 && child < PAGES; child++) {
        body.append("<a href=" + child + ">down</a>");
      }
      body.append("<a href=/>up</a>");
      CountDownLatch gate = n == 0 ? begin : n == PAGES - 1 ? end : null;
      site.on(path, (_, out) -> slowly(out, gate, "text/html", body.toString()));
      site.on("/" + n + ".png", (_, out) -> slowly(out, null, "image/png", "png " + path));
    }
  }

  private static boolean slowly(OutputStream out, CountDownLatch gate, String type, String body)
      throws IOException {
    try {
      if (gate != null) {
        gate.await();
      }
      Thread.sleep(20);
    } catch (InterruptedException e) {
      return false;
    }
    return TestSite.send(out, "200 OK", "Content-Type: " + type + "\r\n", body);
  }

  @AfterEach
  void close() throws IOException {
    begin.countDown();
    end.countDown();
    site.close();
  }

  private static String members(int number) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<String> members = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      members.add("127.0.0.1:" + socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return String.join(",", members);
  }

  private Program start(String members, int n, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "crawl", "--cluster", members, "-o", folder(n).toString(), "--progress", "none"));
    args.addAll(List.of(more));
    args.add(site.url("/"));
    return Program.start(temp, args.toArray(String[]::new));
  }

  private Path folder(int n) {
    return temp.resolve("member-" + n);
  }

  /** The files below folders, those in the making left out; equal names must hold the same. */
  private static Map<String, String> files(Path... folders) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Path folder : folders) {
      if (!Files.exists(folder)) {
        continue;
      }
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path file : tree.filter(Files::isRegularFile).toList()) {
          String name = folder.relativize(file).toString();
          if (!name.endsWith(".part")) {
            String content = Files.readString(file);
            assertThat(files.getOrDefault(name, content)).isEqualTo(content);
            files.put(name, content);
          }
        }
      }
    }
    return files;
  }

  private Map<String, String> single() throws IOException {
    begin.countDown();
    end.countDown();
    Path alone = temp.resolve("alone");
    CommandRun run = CommandRun.of("crawl", "-o", alone.toString(), site.url("/"));
    assertThat(run.code()).as(run.err()).isZero();
    return files(alone);
  }

  private void awaitFile(Path folder) throws IOException {
    while (files(folder).isEmpty()) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void threeMembers_oneKilled_bringWhatOneAloneBrings() throws Exception {
    String members = members(3);
    try (Program one = start(members, 1);
        Program two = start(members, 2);
        Program three = start(members, 3)) {
      for (Program program : List.of(one, two, three)) {
        program.awaitLine("crawling as member");
      }
      begin.countDown();
      awaitFile(folder(2));
      two.signal("KILL");
      assertThat(two.exitCode()).isEqualTo(137);
      end.countDown();

      String summary = "saved " + 2 * PAGES + " files";
      assertThat(one.err()).contains(summary);
      assertThat(three.err()).contains(summary);
      assertThat(one.exitCode()).isZero();
      assertThat(three.exitCode()).isZero();
    }
    Map<String, String> together = files(folder(1), folder(2), folder(3));
    int twice = site.requests().size() - new HashSet<>(site.requests()).size();
    assertThat(twice).isLessThanOrEqualTo(6); // what the dead member was at
    assertThat(files(folder(3))).isNotEmpty();
    assertThat(together).isEqualTo(single()).hasSize(2 * PAGES);
  }

  @Test
  void oneMember_alone_isFine_andALateOneHelps() throws Exception {
    String members = members(2);
    try (Program one = start(members, 1)) {
      assertThat(one.awaitLine("crawling as member")).contains("of 1 member");
      begin.countDown();
      awaitFile(folder(1));
      try (Program late = start(members, 2)) {
        assertThat(late.awaitLine("crawling as member")).contains("of 2 members");
        end.countDown();
        assertThat(late.err()).contains("saved " + 2 * PAGES + " files");
        assertThat(late.exitCode()).isZero();
      }
      assertThat(one.exitCode()).isZero();
    }
    assertThat(files(folder(1), folder(2))).isEqualTo(single());
  }

  @Test
  void interrupted_leavesItsShareToTheOthers() throws Exception {
    String members = members(2);
    try (Program one = start(members, 1);
        Program two = start(members, 2)) {
      one.awaitLine("crawling as member");
      two.awaitLine("crawling as member");
      begin.countDown();
      awaitFile(folder(1));
      one.signal("INT");
      end.countDown();
      assertThat(one.exitCode()).isEqualTo(130);
      assertThat(two.err()).contains("saved " + 2 * PAGES + " files");
      assertThat(two.exitCode()).isZero();
    }
    assertThat(files(folder(1), folder(2))).isEqualTo(single());
  }

  @Test
  void otherLimitsThanTheOthers_code2() throws Exception {
    String members = members(2);
    try (Program one = start(members, 1)) {
      one.awaitLine("crawling as member");
      try (Program two = start(members, 2, "--depth", "1")) {
        assertThat(two.err()).contains("the other members crawl with --depth 5 --max-pages 1000");
        assertThat(two.exitCode()).isEqualTo(2);
      }
    }
  }

  @Test
  void noAddress_code2() {
    CommandRun run = CommandRun.of("crawl", "--cluster", "127.0.0.1", site.url("/"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("'127.0.0.1' is no address of a member: say host:port");
  }

  @Test
  void withTheDemo_code2() {
    CommandRun run = CommandRun.of("crawl", "--cluster", "127.0.0.1:5701", "--demo");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--cluster goes with none of");
  }

  @Test
  void portInUse_code6() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun run =
          CommandRun.of(
              "crawl",
              "--cluster",
              "127.0.0.1:" + taken.getLocalPort(),
              "-o",
              temp.toString(),
              site.url("/"));

      assertThat(run.code()).isEqualTo(6);
      assertThat(run.err()).contains("the port is in use");
      assertThat(Set.copyOf(site.requests())).isEmpty();
    }
  }
}
