package greenloom.net;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import greenloom.Greenlet;
import greenloom.Pool;
import greenloom.hub.Hub;
import greenloom.hub.Hubs;
import greenloom.sync.Event;
import greenloom.testing.NothingLeft;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** One server on each hub of a group, behind one port. */
@ExtendWith(NothingLeft.class)
@Timeout(60)
class ServerGroupIT {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final Hubs hubs = Hub.setup("web").daemon().start(3);
  private final List<String> reports = new CopyOnWriteArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    hubs.onFailure((what, e) -> reports.add(what + ": " + e));
    try (ServerSocket any = new ServerSocket()) {
      assumeTrue(
          any.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT),
          "SKIPPED: ports cannot be shared here");
    }
  }

  @AfterEach
  void end() {
    assertThat(hubs.stop(LONG)).isTrue();
    assertThat(reports).isEmpty();
  }

  /** Answers each byte with the number of the hub. */
  private static void tellHub(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {
      String name = Hub.current().name();
      socket.getOutputStream().write(name.charAt(name.length() - 1));
    }
  }

  private ServerGroup telling() {
    return ServerGroup.on(hubs, ANY_PORT, at -> StreamServer.at(at, ServerGroupIT::tellHub));
  }

  private static Socket connect(ServerGroup servers) throws IOException {
    Socket socket = new Socket(servers.address().getAddress(), servers.address().getPort());
    socket.setSoTimeout((int) LONG.toMillis());
    return socket;
  }

  private static int ask(Socket socket) throws IOException {
    socket.getOutputStream().write(1);
    return socket.getInputStream().read();
  }

  // --- serving ---

  @Test
  void connections_areSpread_andEachStaysOnItsHub() throws IOException {
    ServerGroup servers = telling();
    servers.start();
    List<Socket> sockets = new ArrayList<>();
    Set<Integer> answering = new TreeSet<>();
    List<Integer> first = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sockets.add(connect(servers));
      first.add(ask(sockets.getLast()));
    }
    assertThat(servers.open()).isEqualTo(100);
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < sockets.size(); i++) {
        assertThat(ask(sockets.get(i))).isEqualTo(first.get(i));
      }
    }
    answering.addAll(first);
    assertThat(answering).containsExactly((int) '1', (int) '2', (int) '3');
    for (Socket socket : sockets) {
      socket.close();
    }
    assertThat(servers.stop(LONG)).isTrue();
    assertThat(servers.open()).isZero();
  }

  @Test
  void datagrams_ofSeveralSenders_areHandledOnTheirHubs() throws IOException {
    ServerGroup servers =
        ServerGroup.on(
            hubs,
            ANY_PORT,
            at ->
                DatagramServer.at(
                    at,
                    (packet, socket) -> {
                      String name = Hub.current().name();
                      packet.getData()[0] = (byte) name.charAt(name.length() - 1);
                      socket.send(packet);
                    }));
    servers.start();
    Set<Byte> answering = new TreeSet<>();
    for (int i = 0; i < 100; i++) {
      try (DatagramSocket socket = new DatagramSocket(ANY_PORT)) {
        socket.setSoTimeout((int) LONG.toMillis());
        socket.send(new DatagramPacket(new byte[1], 1, servers.address()));
        DatagramPacket answer = new DatagramPacket(new byte[1], 1);
        socket.receive(answer);
        answering.add(answer.getData()[0]);
      }
    }
    assertThat(answering).containsExactly((byte) '1', (byte) '2', (byte) '3');
    assertThat(servers.stop(LONG)).isTrue();
  }

  // --- starting ---

  @Test
  void start_givesThemOnePort_andMayNotBeRepeated() throws IOException {
    ServerGroup servers = telling();
    assertThat(servers.servers()).isEmpty();
    servers.start();
    assertThat(servers.servers()).hasSize(3);
    assertThat(servers.servers()).extracting(Server::address).containsOnly(servers.address());
    assertThatThrownBy(servers::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("has been started already; make a new one");
    servers.close();
    assertThatThrownBy(servers::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("has been stopped; make a new one");
  }

  @Test
  void start_portIsTaken_saysSo_andMayBeTriedAgain() throws IOException {
    ServerSocket holder = new ServerSocket(0, 1, ANY_PORT.getAddress());
    InetSocketAddress taken = (InetSocketAddress) holder.getLocalSocketAddress();
    ServerGroup servers =
        ServerGroup.on(hubs, taken, at -> StreamServer.at(at, ServerGroupIT::tellHub));
    assertThatThrownBy(servers::start)
        .isInstanceOf(BindException.class)
        .hasMessageStartingWith("cannot listen on 127.0.0.1:");
    holder.close();
    servers.start();
    try (Socket socket = connect(servers)) {
      assertThat(ask(socket)).isBetween((int) '1', (int) '3');
    }
    assertThat(servers.stop(LONG)).isTrue();
  }

  @Test
  void start_ofOneHub_hasThePortAlone() throws IOException {
    try (Hubs one = Hub.setup("one").daemon().start(1)) {
      ServerGroup servers =
          ServerGroup.on(one, ANY_PORT, at -> StreamServer.at(at, ServerGroupIT::tellHub));
      servers.start();
      StreamServer other = StreamServer.at(servers.address(), ServerGroupIT::tellHub).reusePort();
      assertThatThrownBy(other::start).isInstanceOf(BindException.class);
      servers.close();
    }
  }

  // --- the end ---

  @Test
  void stop_drainsAllAtTheSameTime() throws IOException {
    ServerGroup servers = telling();
    servers.start();
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sockets.add(connect(servers));
      ask(sockets.getLast());
    }
    Greenlet<Boolean> stop = spawn(() -> servers.stop(LONG));
    while (!refused(servers)) {
      sleep(Duration.ofMillis(1));
    }
    for (Socket socket : sockets) {
      assertThat(ask(socket)).isPositive(); // those that are open go on
      socket.close();
    }
    assertThat(stop.get()).isTrue();
  }

  private static boolean refused(ServerGroup servers) {
    try (Socket socket = connect(servers)) {
      return socket.isClosed();
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void stop_timeIsUp_killsHandlersOnEachHub() throws IOException {
    ServerGroup servers = telling();
    servers.start();
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sockets.add(connect(servers));
      ask(sockets.getLast());
    }
    assertThat(servers.stop(SHORT)).isFalse();
    assertThat(servers.open()).isZero();
    for (Socket socket : sockets) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      socket.close();
    }
  }

  @Test
  void stop_byAHandler_sparesThatOneAndKillsTheOthers() throws IOException {
    Event ended = new Event();
    ServerGroup[] all = new ServerGroup[1];
    ServerGroup servers =
        ServerGroup.on(
            hubs,
            ANY_PORT,
            at ->
                StreamServer.at(
                    at,
                    socket -> {
                      while (socket.getInputStream().read() == 1) {
                        socket.getOutputStream().write(1);
                      }
                      all[0].close();
                      ended.set();
                    }));
    all[0] = servers;
    servers.start();
    try (Socket other = connect(servers);
        Socket stopping = connect(servers)) {
      ask(other);
      ask(stopping);
      stopping.getOutputStream().write(2);
      ended.await();
      assertThat(other.getInputStream().read()).isEqualTo(-1);
    }
    servers.serveForever(); // until all have ended
  }

  @Test
  void serveForever_killed_stopsAll() throws IOException {
    ServerGroup servers = telling();
    Greenlet<Void> serving = spawn(servers::serveForever);
    while (servers.servers().isEmpty()) {
      sleep(Duration.ofMillis(1));
    }
    try (Socket socket = connect(servers)) {
      ask(socket);
      serving.kill();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(refused(servers)).isTrue();
  }

  @Test
  void pool_isThatOfOneHub() throws IOException {
    ServerGroup servers =
        ServerGroup.on(
            hubs, ANY_PORT, at -> StreamServer.at(at, ServerGroupIT::tellHub).pool(new Pool(1)));
    servers.start();
    for (int i = 0; i < 20; i++) {
      try (Socket socket = connect(servers)) {
        assertThat(ask(socket)).isPositive();
      }
    }
    assertThat(servers.stop(LONG)).isTrue();
  }
}
