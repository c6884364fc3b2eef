package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UdpEchoIT {
  @Test
  void datagrams_comeBackToTheirSenders() throws Exception {
    try (Started server = Started.of(UdpEcho.class, "0")) {
      assertThat(
              Python.run(
                  server.port(),
                  """
                  def udp():
                      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                      s.settimeout(30)
                      s.connect(at)
                      return s

                  clients = [udp() for i in range(50)]
                  for i, s in enumerate(clients):
                      s.send(b"hello %d" % i)
                  for i, s in enumerate(clients):
                      assert s.recv(99) == b"hello %d" % i
                  s = clients[0]
                  s.send(b"")
                  print(s.recv(99))
                  s.send(b"x" * 60000)
                  print(len(s.recv(65536)))
                  """))
          .containsExactly("b''", "60000");
    }
  }
}
