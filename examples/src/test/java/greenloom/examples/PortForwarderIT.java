package greenloom.examples;

import static greenloom.Greenloom.run;
import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Greenlet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PortForwarderIT {
  private static Started forwarderTo(int port) throws IOException {
    return Started.of(PortForwarder.class, "127.0.0.1", Integer.toString(port), "0");
  }

  @Test
  void connections_goThrough_bothWaysAndManyAtOnce() throws Exception {
    try (Started server = Started.of(EchoByGreenlets.class, "0");
        Started forwarder = forwarderTo(server.port())) {
      assertThat(
              Python.run(
                  forwarder.port(),
                  """
                  data = os.urandom(1_000_000)
                  clients = [connect() for i in range(20)]
                  def send(s):
                      s.sendall(data)
                      s.shutdown(socket.SHUT_WR)
                  for s in clients:
                      threading.Thread(target=send, args=(s,)).start()
                  for s in clients:
                      assert all(s) == data
                  print("all")
                  """))
          .containsExactly("all");
    }
  }

  /** The far server hears the end of the client's half, and answers after it. */
  @Test
  void halfClose_isPassedOn_eachWay() throws Exception {
    try (Python server =
            Python.start(
                0,
                """
                listener = socket.create_server(("127.0.0.1", 0))
                print(listener.getsockname()[1])
                s = listener.accept()[0]
                s.sendall(b"after you: %s" % all(s))
                s.close()
                s = listener.accept()[0]
                s.sendall(b"only me")
                s.shutdown(socket.SHUT_WR)
                print(all(s))
                """);
        Started forwarder = forwarderTo(Integer.parseInt(server.line()))) {
      assertThat(
              Python.run(
                  forwarder.port(),
                  """
                  s = connect()
                  s.sendall(b"first")
                  s.shutdown(socket.SHUT_WR)
                  print(all(s))
                  s = connect()
                  print(all(s))
                  s.sendall(b"still here")
                  s.close()
                  """))
          .containsExactly("b'after you: first'", "b'only me'");
      assertThat(server.line()).isEqualTo("b'still here'");
    }
  }

  /** One way fails, and the other is killed in the middle of a wait: nobody is left waiting. */
  @Test
  void reset_ofOneSide_endsTheOther() throws Exception {
    try (Python server =
            Python.start(
                0,
                """
                listener = socket.create_server(("127.0.0.1", 0))
                print(listener.getsockname()[1])
                s = listener.accept()[0]
                print(s.recv(99))
                print(s.recv(99))
                s = listener.accept()[0]
                print(s.recv(99))
                reset(s)
                """);
        Started forwarder = forwarderTo(Integer.parseInt(server.line()))) {
      assertThat(
              Python.run(
                  forwarder.port(),
                  """
                  s = connect()
                  s.sendall(b"hello")
                  reset(s)
                  s = connect()
                  s.sendall(b"hello again")
                  try:
                      print(s.recv(99))
                  except ConnectionResetError:
                      print(b"")
                  """))
          .containsExactly("b''");
      assertThat(server.line()).isIn("b'hello'", "b''"); // a reset may overtake what was sent
    }
  }

  @Test
  void kill_inTheMiddle_endsTheFarConnection() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (var target = new ServerSocket(0, 1, loopback);
        var front = new ServerSocket(0, 1, loopback);
        var client = new Socket(loopback, front.getLocalPort());
        var near = front.accept()) {
      var address = (InetSocketAddress) target.getLocalSocketAddress();
      run(() -> {
        Greenlet<Void> forwarding = spawn(() -> PortForwarder.forward(near, address));
        try (Socket far = target.accept()) {
          client.getOutputStream().write(7);
          assertThat(far.getInputStream().read()).isEqualTo(7);
          forwarding.kill();
          assertThat(forwarding.killed()).isTrue();
          assertThat(far.getInputStream().read()).isEqualTo(-1);
        }
      });
    }
  }

  @Test
  void server_isNotThere_endsTheConnection_andTheNextIsTried() throws Exception {
    try (Started forwarder = forwarderTo(1)) {
      assertThat(Python.run(forwarder.port(), "print(all(connect()), all(connect()))"))
          .containsExactly("b'' b''");
    }
  }

  @Test
  void arguments_missing_areToldInOneLine() throws Exception {
    try (Started forwarder = Started.of(PortForwarder.class, "127.0.0.1")) {
      assertThat(forwarder.end(1)).isEmpty();
      assertThat(forwarder.complaints().lines())
          .singleElement()
          .asString()
          .startsWith("greenloom: port-forwarder failed: ")
          .endsWith("where to is missing: a host and a port");
    }
  }
}
