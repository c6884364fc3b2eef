package greenloom.net;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawnOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import greenloom.Pool;
import greenloom.hub.Child;
import greenloom.hub.Hub;
import greenloom.programs.ServesEcho;
import greenloom.sync.Event;
import greenloom.testing.TestHub;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Servers of connections, and clients of several makes. */
class StreamServerIT extends OnRealHub {
  // --- clients of another make ---

  @Test
  void python_halfCloses_andGetsAllBack() {
    onHub(() -> {
      StreamServer server = echoServer();
      server.start();
      String said =
          Client.python(
              server,
              """
              data = os.urandom(3_000_000)
              s = connect()
              threading.Thread(
                  target=lambda: (s.sendall(data), s.shutdown(socket.SHUT_WR))).start()
              print(all(s) == data)
              """);
      assertThat(said).isEqualTo("True\n");
      assertThat(server.stop(LONG)).isTrue();
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void python_resets_isReportedOnce_andHarmsNobody() {
    onHub(() -> {
      StreamServer server = echoServer();
      server.start();
      try (Socket other = connect(server)) {
        talk(other);
        String said =
            Client.python(
                server,
                """
                s = connect()
                s.sendall(b"x")
                print(s.recv(1))
                reset(s)
                """);
        assertThat(said).isEqualTo("b'x'\n");
        while (reports.isEmpty()) {
          sleep(Duration.ofMillis(1));
        }
        talk(other);
        assertThat(server.open()).isOne();
      }
      assertThat(server.stop(LONG)).isTrue();
    });
    assertThat(reports)
        .singleElement()
        .asString()
        .matches(
            "connection from 127.0.0.1:\\d+ to StreamServer\\[127.0.0.1:\\d+, 1 open]:"
                + " java.net.SocketException: Connection reset");
  }

  /** A client that opens hundred at once, and what each of them sends comes back to it. */
  @Test
  void python_hundredConnections_eachGetsItsOwn() {
    onHub(() -> {
      StreamServer server = echoServer();
      server.start();
      String said =
          Client.python(
              server,
              """
              all_of_them = [connect() for _ in range(100)]
              for i, s in enumerate(all_of_them):
                  s.sendall(b"hello %d" % i)
                  s.shutdown(socket.SHUT_WR)
              print(sum(all(s) == b"hello %d" % i for i, s in enumerate(all_of_them)))
              """);
      assertThat(said).isEqualTo("100\n");
      assertThat(server.stop(LONG)).isTrue();
    });
    assertThat(reports).isEmpty();
  }

  /** Handlers that fail, and clients that vanish in every way. */
  @Test
  void python_misbehaves_theServerGoesOn() {
    onHub(() -> {
      StreamServer server =
          StreamServer.at(
                  ANY_PORT,
                  socket -> {
                    if (socket.getInputStream().read() == 'f') {
                      throw new IllegalArgumentException("handler fails");
                    }
                    echo(socket);
                  })
              .pool(new Pool(20));
      server.start();
      String said =
          Client.python(
              server,
              """
              for i in range(60):
                  s = connect()
                  if i % 3 == 0:
                      s.sendall(b"f")
                  elif i % 3 == 1:
                      reset(s)
                  else:
                      s.close()
              s = connect()
              s.sendall(b"-well")
              s.shutdown(socket.SHUT_WR)
              print(all(s))
              """);
      assertThat(said).isEqualTo("b'well'\n");
      assertThat(server.stop(LONG)).isTrue();
    });
    assertThat(reports.stream().filter(r -> r.endsWith("handler fails"))).hasSize(20);
  }

  @Test
  void python_fullPool_theNextWaitInTheQueue() {
    onHub(() -> {
      AtomicInteger most = new AtomicInteger();
      AtomicInteger now = new AtomicInteger();
      StreamServer server =
          StreamServer.at(
                  ANY_PORT,
                  socket -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    echo(socket);
                    now.decrementAndGet();
                  })
              .backlog(50)
              .pool(new Pool(3));
      server.start();
      String said =
          Client.python(
              server,
              """
              def talk(results):
                  s = connect()
                  s.sendall(b"x")
                  results.append(s.recv(1))
                  time.sleep(0.01)
                  s.close()
              results = []
              threads = [threading.Thread(target=talk, args=(results,)) for _ in range(30)]
              for t in threads: t.start()
              for t in threads: t.join()
              print(len(results))
              """);
      assertThat(said).isEqualTo("30\n");
      assertThat(most).hasValue(3);
      server.close();
    });
    assertThat(reports).isEmpty();
  }

  /** It accepts what it can, and the rest when others have ended. */
  @Test
  void tooManyOpenFiles_theServerGoesOn() {
    onHub(() -> {
      String limited = "ulimit -n 120 && exec \"$@\"";
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      try (Subprocess program =
              Subprocess.start(
                  "sh",
                  "-c",
                  limited,
                  "sh",
                  java,
                  "-cp",
                  Child.classPath(),
                  ServesEcho.class.getName());
          BufferedReader said = reader(program.output())) {
        int port = Integer.parseInt(said.readLine());
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          clients.add(new Socket(ANY_PORT.getAddress(), port));
        }
        assertThat(said.readLine())
            .matches("taking in at StreamServer\\[.*, \\d+ open]: Too many open files");
        for (Socket client : clients.subList(0, 150)) {
          client.close();
        }
        for (Socket client : clients.subList(150, 200)) {
          talk(client);
          client.close();
        }
      }
    });
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  // --- where it listens ---

  @Test
  void portInUse_isOneClearError_andMayBeTriedAgain() {
    onHub(() -> {
      StreamServer first = echoServer();
      first.start();
      StreamServer second = StreamServer.at(first.address(), OnRealHub::echo);
      assertThatThrownBy(second::start)
          .isInstanceOf(BindException.class)
          .hasMessage(
              "cannot listen on 127.0.0.1:"
                  + first.address().getPort()
                  + ": Address already in use");
      assertThatThrownBy(second::serveForever).isInstanceOf(BindException.class);
      first.close();
      second.start();
      try (Socket socket = connect(second)) {
        talk(socket);
      }
      assertThat(second.stop(LONG)).isTrue();
    });
  }

  @Test
  void addressOfNobody_isOneClearError() {
    onHub(() -> {
      InetSocketAddress elsewhere = new InetSocketAddress("192.0.2.1", 8001);
      assertThatThrownBy(StreamServer.at(elsewhere, OnRealHub::echo)::start)
          .isInstanceOf(BindException.class)
          .hasMessageStartingWith("cannot listen on 192.0.2.1:8001: ");
      InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 8001);
      assertThatThrownBy(StreamServer.at(nowhere, OnRealHub::echo)::start)
          .isInstanceOf(UnknownHostException.class)
          .hasMessage("cannot listen on nowhere.invalid:8001: there is no such host");
    });
  }

  @Test
  void listenerGiven_ofTheJdk_isServed_andClosedInTheEnd() {
    onHub(() -> {
      ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      StreamServer server = StreamServer.on(plain, OnRealHub::echo);
      server.start();
      try (Socket socket = connect(server)) {
        talk(socket);
        assertThat(server.open()).isOne();
        assertThat(server.idle()).isZero(); // unknown
      }
      assertThat(server.stop(LONG)).isTrue();
      assertThat(plain.isClosed()).isTrue();
    });
  }

  @Test
  void severalHubs_behindOnePort_shareTheConnections() throws Exception {
    assumeTrue(
        new ServerSocket().supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT),
        "SKIPPED: ports cannot be shared here");
    List<Hub> hubs = List.of(Hub.start("one"), Hub.start("two"));
    List<StreamServer> servers = new ArrayList<>();
    AtomicInteger[] served = {new AtomicInteger(), new AtomicInteger()};
    for (int i = 0; i < 2; i++) {
      AtomicInteger mine = served[i];
      InetSocketAddress at = i == 0 ? ANY_PORT : servers.getFirst().address();
      StreamServer.Handler handler =
          socket -> {
            mine.incrementAndGet();
            echo(socket);
          };
      StreamServer server = StreamServer.at(at, handler).reusePort();
      spawnOn(hubs.get(i), server::start).get();
      servers.add(server);
    }
    String said =
        Client.python(
            servers.getFirst(),
            """
            count = 0
            for i in range(200):
                s = connect()
                s.sendall(b"x")
                count += len(s.recv(1))
                s.close()
            print(count)
            """);
    assertThat(said).isEqualTo("200\n");
    assertThat(servers).allMatch(server -> server.stop(LONG));
    assertThat(served[0].get() + served[1].get()).isEqualTo(200);
    assertThat(served).allMatch(count -> count.get() > 20);
    hubs.forEach(Hub::close);
  }

  // --- counts ---

  @Test
  void open_andIdle_count() {
    onHub(() -> {
      Event answer = new Event();
      StreamServer server =
          StreamServer.at(
              ANY_PORT,
              socket -> {
                InputStream in = socket.getInputStream();
                while (in.read() >= 0) {
                  answer.await();
                  socket.getOutputStream().write(7);
                }
              });
      server.start();
      try (Socket a = connect(server);
          Socket b = connect(server)) {
        TestHub.awaitAllBlocked();
        while (server.idle() < 2) {
          sleep(Duration.ofMillis(1));
        }
        assertThat(server.open()).isEqualTo(2);
        a.getOutputStream().write(1);
        while (server.idle() == 2) {
          sleep(Duration.ofMillis(1));
        }
        assertThat(server.idle()).isOne();
        assertThat(server.open()).isEqualTo(2);
        answer.set();
        assertThat(a.getInputStream().read()).isEqualTo(7);
        talk(b);
        while (server.idle() < 2) {
          sleep(Duration.ofMillis(1));
        }
      }
      assertThat(server.stop(LONG)).isTrue();
      assertThat(server.open()).isZero();
      assertThat(server.idle()).isZero();
    });
  }
}
