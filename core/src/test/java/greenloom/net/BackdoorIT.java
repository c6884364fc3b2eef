package greenloom.net;

import static greenloom.Greenloom.spawnOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.hub.LeakCheck;
import greenloom.jdkwaits.Hog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The backdoor, visited by a client in Python. */
class BackdoorIT {
  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  @TempDir Path folder;

  private static final String VISIT =
      """
      import socket, sys
      if sys.argv[1] == "unix":
          s = socket.socket(socket.AF_UNIX)
          s.connect(sys.argv[2])
      else:
          s = socket.create_connection(("127.0.0.1", int(sys.argv[2])))
      s.settimeout(30)
      s.sendall(sys.argv[3].encode())
      s.shutdown(socket.SHUT_WR)
      got = b""
      while True:
          part = s.recv(65536)
          if not part:
              break
          got += part
      sys.stdout.write(got.decode())
      """;

  /** What it answers to some lines. */
  private static String visit(Backdoor door, String lines) throws IOException {
    boolean unix = door.address() instanceof UnixDomainSocketAddress;
    String where =
        door.address() instanceof InetSocketAddress inet
            ? Integer.toString(inet.getPort())
            : door.address().toString();
    return Client.run("", "/usr/bin/python3", "-c", VISIT, unix ? "unix" : "inet", where, lines);
  }

  @Test
  void commands_showGreenletsAndKillThem() throws Exception {
    Hub hub = hubs.start("house");
    Greenlet<?> guest = spawnOn(hub, () -> Thread.sleep(600_000)).named("guest");
    Greenlet<?> other = spawnOn(hub, () -> Thread.sleep(600_000)).named("other");
    try (Backdoor door = Backdoor.onPort(0)) {
      String said = visit(door, "help\nhubs\ntree\ndump\nstats\ndeadlocks\njson\n\nnonsense\n");
      assertThat(said)
          .contains("try help", "kill NAME", "Hub[house, 2 green threads]", "Hub[backdoor, ")
          .contains("house: 2 green threads\n  ", "guest: waits in the JDK, in Thread.sleep")
          .contains("at java.base/java.lang.Thread.sleep")
          .contains("woken by       0 neighbours, ", "house: 0 found", "{\"hub\":\"house\"")
          .contains("no command nonsense; help lists them");
      assertThat(visit(door, "kill guest\nquit\nhubs\n"))
          .contains("killed 1")
          .doesNotContain("Hub[house");
      guest.join();
      assertThat(guest.killed()).isTrue();
      assertThat(visit(door, "kill nobody\n")).contains("no green thread is called nobody");
      assertThat(visit(door, "kill " + other.thread().threadId() + "\n")).contains("killed 1");
      other.join();
    }
  }

  @Test
  void hubThatIsStuck_isShown() throws Exception {
    Hub hub = hubs.start("stuck");
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    hub.spawn("hog", () -> Hog.spin(begun, stop));
    begun.await();
    try (Backdoor door = Backdoor.onPort(0)) {
      assertThat(visit(door, "dump\n")).contains("hog: running", "Hog.spin");
    } finally {
      stop.set(true);
    }
  }

  @Test
  void jshell_runsJavaInThisProcess() throws Exception {
    hubs.start("visible");
    try (Backdoor door = Backdoor.onPort(0)) {
      String said =
          visit(
              door,
              """
              jshell
              int six = 6;
              six * 7
              int twice(int n) {
                return 2 * n;
              }
              twice(50)
              Hub.all().stream().map(Hub::name).filter("visible"::equals).toList()
              six.nothing()
              Integer.parseInt("x")
              .
              hubs
              """);
      assertThat(said)
          .contains("42", "100", "[visible]", "error: ")
          .contains("java.lang.NumberFormatException: For input string")
          .contains("Hub[visible");
    }
  }

  @Test
  void unixSocket_isOneUsersOnly_andGoesWithTheDoor() throws Exception {
    Path file = folder.resolve("door");
    try (Backdoor door = Backdoor.onSocket(file)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(visit(door, "hubs\n")).contains("Hub[backdoor");
      assertThatThrownBy(() -> Backdoor.onSocket(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("exists already");
    }
    assertThat(Files.list(folder)).isEmpty();
  }

  @Test
  void addressThatOthersCouldReach_isRefused() {
    for (String host : new String[] {"0.0.0.0", "192.0.2.1", "::"}) {
      assertThatThrownBy(() -> Backdoor.at(new InetSocketAddress(host, 0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("opens to this machine only");
    }
    assertThatThrownBy(() -> Backdoor.at(InetSocketAddress.createUnresolved("localhost", 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void browser_isShownTheDoor() throws Exception {
    Hub hub = hubs.start("safe");
    Greenlet<?> there = spawnOn(hub, () -> Thread.sleep(600_000)).named("there");
    try (Backdoor door = Backdoor.onPort(0)) {
      visit(door, "POST / HTTP/1.1\r\nHost: localhost\r\n\r\nkill there\n");
      assertThat(there.ready()).isFalse();
    }
    there.kill();
  }

  @Test
  void close_endsVisitsAndHub() throws Exception {
    Backdoor door = Backdoor.onPort(0);
    try (SocketChannel visitor = SocketChannel.open(door.address())) {
      door.close();
      door.close();
      assertThat(Hub.all()).extracting(Hub::name).doesNotContain("backdoor");
      visitor.socket().setSoTimeout((int) Duration.ofSeconds(20).toMillis());
      try {
        while (visitor.socket().getInputStream().read() >= 0) {
          // the greeting
        }
      } catch (IOException e) {
        // reset: it is closed, too
      }
    }
  }
}
