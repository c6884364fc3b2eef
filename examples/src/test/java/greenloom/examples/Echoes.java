package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each of the echo servers does, whichever way it is written. */
@Timeout(60)
interface Echoes {
  Class<?> program();

  @Test
  default void client_sendsAndHalfCloses_getsAllBack() throws Exception {
    try (Started server = Started.of(program(), "0")) {
      assertThat(
              Python.run(
                  server.port(),
                  """
                  data = os.urandom(3_000_000)
                  s = connect()
                  def send():
                      s.sendall(data)
                      s.shutdown(socket.SHUT_WR)
                  threading.Thread(target=send).start()
                  print(all(s) == data)
                  """))
          .containsExactly("True");
    }
  }

  @Test
  default void client_readsNothingAtFirst_getsAllInTheEnd() throws Exception {
    try (Started server = Started.of(program(), "0")) {
      assertThat(
              Python.run(
                  server.port(),
                  """
                  slow, quick = connect(), connect()
                  slow.setblocking(False)
                  data = os.urandom(65536)
                  sent = b""
                  idle = 0
                  while idle < 3:               # until nothing more goes in
                      try:
                          n = slow.send(data)
                          sent += data[:n]
                          idle = 0
                      except BlockingIOError:
                          idle += 1
                          quick.sendall(b"%d" % idle)
                          print(quick.recv(9).decode())
                  slow.settimeout(30)
                  got = b""
                  while len(got) < len(sent):
                      # many small reads, then large ones
                      got += slow.recv(1000 if len(got) < 300000 else 1000000)
                  print(got == sent)
                  slow.sendall(b"more")
                  print(slow.recv(9).decode())
                  slow.shutdown(socket.SHUT_WR)
                  print(all(slow))
                  """))
          .endsWith("1", "2", "3", "True", "more", "b''");
    }
  }

  @Test
  default void clients_manyAtOnce_getTheirOwn() throws Exception {
    try (Started server = Started.of(program(), "0")) {
      assertThat(
              Python.run(
                  server.port(),
                  """
                  clients = [connect() for i in range(300)]
                  for round in range(3):
                      for i, s in enumerate(clients):
                          s.sendall(b"%d of %d" % (i, round))
                      for i, s in reversed(list(enumerate(clients))):
                          assert s.recv(99) == b"%d of %d" % (i, round)
                  print("all")
                  """))
          .containsExactly("all");
    }
  }

  @Test
  default void client_resetsItsConnection_leavesTheOthersAlone() throws Exception {
    try (Started server = Started.of(program(), "0")) {
      assertThat(
              Python.run(
                  server.port(),
                  """
                  other = connect()
                  for i in range(20):
                      s = connect()
                      s.sendall(b"gone")
                      reset(s)
                      other.sendall(b"%d" % i)
                      print(other.recv(9).decode(), end=" ")
                  """))
          .containsExactly("0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 ");
    }
  }

  @Test
  default void port_isTaken_isToldInOneLine() throws Exception {
    try (Started server = Started.of(program(), "0");
        Started second = Started.of(program(), Integer.toString(server.port()))) {
      assertThat(second.end(1)).isEmpty();
      assertThat(second.complaints().lines())
          .singleElement()
          .asString()
          .startsWith("greenloom: echo-")
          .contains("Address already in use");
    }
  }
}
