package greenloom.app.serve;

import static greenloom.Greenloom.blocking;
import static greenloom.Greenloom.joinAllOrThrow;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.hub.Hub;
import greenloom.hub.Hubs;
import greenloom.sync.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server of files with many clients, slow ones, and at its end; all on one hub. */
@Timeout(60)
class FileServerLoadIT {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final int MUCH = 60_000_000;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir Path folder;
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private FileServer server;
  private Hub hub; // the server's
  private InetSocketAddress at;

  private interface Body {
    void run() throws Exception;
  }

  @BeforeEach
  void makeFiles() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "0123456789");
    try (FileChannel big =
        FileChannel.open(
            folder.resolve("big"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      big.write(java.nio.ByteBuffer.allocate(1), MUCH - 1);
    }
  }

  private void serving(Body body) {
    try (Hubs one = Hubs.start(1)) {
      hub = one.members().getFirst();
      Greenloom.run(() -> {
        PrintStream out = new PrintStream(logged, true, StandardCharsets.UTF_8);
        server = new FileServer(folder.toRealPath(), new AccessLog(out));
        at = server.start(ANY_PORT, one);
        body.run();
      });
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(at.getAddress(), at.getPort());
    socket.setSoTimeout((int) LONG.toMillis());
    return socket;
  }

  private static void get(Socket socket, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads the head of an answer and returns its status line; the body is left. */
  private static String head(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int c = in.read();
      assertThat(c).as("ended after %s", head).isNotNegative();
      head.append((char) c);
    }
    return head.substring(0, head.indexOf("\r\n"));
  }

  private static void assertShortAnswer(Socket socket) throws IOException {
    assertThat(head(socket)).isEqualTo("HTTP/1.1 200 OK");
    assertThat(new String(socket.getInputStream().readNBytes(10), StandardCharsets.UTF_8))
        .isEqualTo("0123456789");
  }

  private static long readToTheEnd(Socket socket) throws IOException {
    byte[] buffer = new byte[100_000];
    long sum = 0;
    for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
      sum += n;
    }
    return sum;
  }

  // --- many ---

  @Test
  void thousandConnections_keptOpen_areServed() {
    serving(() -> {
      Event allThere = new Event();
      int[] served = {0};
      List<Greenlet<?>> clients = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        clients.add(
            spawn(() -> {
              try (Socket socket = connect()) {
                get(socket, "/a.txt");
                assertShortAnswer(socket);
                if (++served[0] == 1000) {
                  allThere.set();
                }
                allThere.await(LONG);
                get(socket, "/a.txt"); // on the same connection
                assertShortAnswer(socket);
              }
            }));
      }
      joinAllOrThrow(clients);
      assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(100);
      server.finish(LONG);
    });
    assertThat(server.summary(Duration.ofSeconds(1))).startsWith("sent 20.0 kB for 2,000 requests");
    assertThat(logged.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2000)
        .allMatch(line -> line.matches("127.0.0.1 - - \\[.*] \"GET /a.txt HTTP/1.1\" 200 10"));
  }

  @Test
  void slowReaders_holdNobodyUp() {
    serving(() -> {
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 30; i++) { // more than the pool has threads
        slow.add(connect());
        get(slow.getLast(), "/big");
        assertThat(head(slow.getLast())).endsWith("200 OK");
      }
      try (Socket other = connect()) {
        get(other, "/a.txt");
        assertShortAnswer(other);
      }
      assertThat(readToTheEnd(firstBytes(slow.getFirst()))).isEqualTo(MUCH);
      for (Socket s : slow) {
        s.close();
      }
      server.finish(LONG);
    });
  }

  /** Half-closed, so that the server ends the connection after its answer. */
  private static Socket firstBytes(Socket socket) throws IOException {
    socket.shutdownOutput();
    return socket;
  }

  /** What may wait for a disk does not hold the hub: it waits for the pool's threads instead. */
  @Test
  void disk_isWaitedForOnNativeThreads() {
    serving(() -> {
      CountDownLatch disk = new CountDownLatch(1);
      List<Greenlet<?>> busy = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        busy.add(spawnOn(hub, () -> blocking(() -> disk.await())));
      }
      try (Socket socket = connect()) {
        get(socket, "/a.txt");
        sleep(SHORT); // the hub goes on
        assertThat(socket.getInputStream().available()).isZero();
        disk.countDown();
        assertShortAnswer(socket);
      }
      joinAllOrThrow(busy);
      server.finish(LONG);
    });
  }

  @Test
  void fileThatBecomesShorter_endsTheConnection_andNothingElse() {
    serving(() -> {
      try (Socket socket = connect()) {
        get(socket, "/big");
        assertThat(head(socket)).endsWith("200 OK");
        try (FileChannel big = FileChannel.open(folder.resolve("big"), StandardOpenOption.WRITE)) {
          big.truncate(1000);
        }
        long got = 0;
        try {
          got = readToTheEnd(socket);
        } catch (IOException e) {
          // a reset is as clear
        }
        assertThat(got).isLessThan(MUCH);
      }
      try (Socket other = connect()) {
        get(other, "/a.txt");
        assertShortAnswer(other);
      }
      server.finish(LONG);
    });
  }

  // --- the end ---

  @Test
  void finish_whatIsUnderWay_mayEnd_idleConnectionsAreNotWaitedFor() {
    serving(() -> {
      try (Socket idle = connect();
          Socket busy = connect()) {
        get(idle, "/a.txt");
        assertShortAnswer(idle);
        get(busy, "/big");
        assertThat(head(busy)).endsWith("200 OK");
        assertThat(server.underWay()).isEqualTo("1 request");
        Greenlet<Void> finish = spawn(() -> server.finish(LONG));
        sleep(SHORT);
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        assertThat(readToTheEnd(busy)).isEqualTo(MUCH);
        finish.get();
        assertThat(idle.getInputStream().read()).isEqualTo(-1);
      }
    });
    assertThat(server.summary(Duration.ofSeconds(1)))
        .isEqualTo("sent 60.0 MB for 2 requests, in 1.00 s");
  }

  @Test
  void finish_whatDoesNotEnd_isCutOff() {
    serving(() -> {
      try (Socket stuck = connect()) {
        get(stuck, "/big");
        assertThat(head(stuck)).endsWith("200 OK");
        server.finish(SHORT);
        assertThat(server.underWay()).isEmpty();
      }
    });
    assertThat(server.summary(Duration.ofSeconds(1))).endsWith("; cut off 1");
  }

  @Test
  void severalHubs_serveBehindOnePort() throws Exception {
    server = new FileServer(folder.toRealPath(), new AccessLog(null));
    Hubs hubs = Hubs.start(2);
    Greenloom.run(() -> {
      at = server.start(ANY_PORT, hubs);
      for (int i = 0; i < 40; i++) {
        try (Socket socket = connect()) {
          get(socket, "/a.txt");
          assertShortAnswer(socket);
        }
      }
      assertThat(hubs.stats()).allMatch(stats -> stats.causes().sockets() > 0);
      server.finish(LONG);
    });
    hubs.close();
    assertThat(server.summary(Duration.ofSeconds(1))).startsWith("sent 400 B for 40 requests");
  }

  // --- lines about requests ---

  @Test
  void log_whoseReaderIsStuck_holdsNobodyUp_andLeavesLinesOut() {
    Greenloom.run(() -> {
      CountDownLatch reader = new CountDownLatch(1);
      PrintStream stuck =
          new PrintStream(logged, true, StandardCharsets.UTF_8) {
            @Override
            public void print(Object text) {
              try {
                reader.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              super.print(text);
            }
          };
      AccessLog log = new AccessLog(stuck);
      log.start();
      log.add("first \033[2J line");
      Hub.yieldNow();
      for (int i = 0; i < 25_000; i++) {
        log.add("line " + i);
      }
      reader.countDown();
      sleep(SHORT);
      log.finish();
    });
    List<String> lines = logged.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).startsWith("first ?[2J line", "line 0", "line 1");
    assertThat(lines.getLast()).isEqualTo("... and 15000 more");
    assertThat(lines).hasSize(10_002);
  }
}
