package greenloom.app;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.app.serve.Curl;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code greenloom serve} as its user meets it. */
@Timeout(60)
class ServeIT {
  private static final String HOST = "127.0.0.1";

  @TempDir Path temp;

  private Program serve(String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("serve", "echo", "--port", "0"));
    args.addAll(List.of(more));
    return Program.start(temp, args.toArray(String[]::new));
  }

  /** Connects to what the program says that it listens on, and has one byte echoed. */
  private static Socket connect(Program program) throws IOException {
    String line = program.awaitLine("listening");
    assertThat(line).startsWith("greenloom: listening on " + HOST + ":");
    Socket socket = new Socket(HOST, Integer.parseInt(line.replaceFirst(".*:", "")));
    echo(socket);
    return socket;
  }

  private static void echo(Socket socket) throws IOException {
    socket.getOutputStream().write(7);
    assertThat(socket.getInputStream().read()).isEqualTo(7);
  }

  @Test
  void interrupt_letsWhatIsOpenFinish_andSumsUp() throws Exception {
    try (Program program = serve();
        Socket socket = connect(program)) {
      program.signal("INT");
      assertThat(program.awaitLine("stopping"))
          .isEqualTo(
              "greenloom: stopping: 1 connection may finish, for 5s at most;"
                  + " once more to stop at once");
      echo(socket);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);

      assertThat(program.err()).matches("greenloom: echoed 2 B for 1 connection, in \\S+ s\n");
      assertThat(program.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void interrupt_cutsOffWhatDoesNotFinish() throws Exception {
    try (Program program = serve();
        Socket socket = connect(program)) {
      program.signal("INT");
      assertThat(program.awaitLine("echoed")).endsWith("; cut off 1");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      assertThat(program.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void secondInterrupt_stopsAtOnce() throws Exception {
    try (Program program = serve();
        Socket _ = connect(program)) {
      program.signal("INT");
      program.awaitLine("stopping");
      program.signal("INT");
      assertThat(program.exitCode()).isEqualTo(130);
      assertThat(program.err()).isEmpty();
    }
  }

  @Test
  void terminate_withNothingOpen_endsWithItsOwnCode() throws Exception {
    try (Program program = serve()) {
      connect(program).close();
      program.signal("TERM");
      assertThat(program.awaitLine("echoed")).contains("echoed 1 B for 1 connection,");
      assertThat(program.exitCode()).isEqualTo(143);
    }
  }

  @Test
  void severalHubs_serveBehindOnePort() throws Exception {
    try (Program program = serve("--hubs", "3")) {
      Socket first = connect(program);
      List<Socket> all = new ArrayList<>(List.of(first));
      for (int i = 0; i < 50; i++) {
        all.add(new Socket(HOST, first.getPort()));
        echo(all.getLast());
      }
      program.signal("INT");
      assertThat(program.awaitLine("stopping")).contains("51 connections may finish");
      for (Socket socket : all) {
        echo(socket);
        socket.close();
      }
      assertThat(program.err()).contains("echoed 102 B for 51 connections").doesNotContain("cut");
      assertThat(program.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void files_areServed_withALineEach_untilInterrupted() throws Exception {
    Files.writeString(temp.resolve("a.txt"), "hello");
    try (Program program =
        Program.start(temp, "serve", "files", "--port", "0", "--hubs", "2", "--verbose")) {
      String line = program.awaitLine("listening");
      assertThat(line)
          .matches("greenloom: listening on http://127.0.0.1:\\d+/ for the files in .+")
          .endsWith(" " + temp.toRealPath());
      String url = line.replaceFirst(".* (http:\\S+) .*", "$1");
      assertThat(Curl.of(url + "a.txt").body()).isEqualTo("hello");
      program.signal("INT");
      assertThat(program.err())
          .matches(
              "127\\.0\\.0\\.1 - - \\[.*] \"GET /a.txt HTTP/1.1\" 200 5\n"
                  + "greenloom: sent 5 B for 1 request, in \\S+ s\n");
      assertThat(program.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void files_whatIsUnderWay_isFinished_orCutOffByASecondInterrupt() throws Exception {
    try (RandomAccessFile big = new RandomAccessFile(temp.resolve("big").toFile(), "rw")) {
      big.setLength(60_000_000);
    }
    try (Program program = Program.start(temp, "serve", "files", "--port", "0")) {
      int port =
          Integer.parseInt(program.awaitLine("listening").replaceFirst(".*:(\\d+)/.*", "$1"));
      try (Socket slow = new Socket(HOST, port)) {
        slow.getOutputStream()
            .write("GET /big HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(slow.getInputStream().read()).isEqualTo('H');
        program.signal("INT");
        assertThat(program.awaitLine("stopping"))
            .isEqualTo(
                "greenloom: stopping: 1 request may finish, for 5s at most;"
                    + " once more to stop at once");
        program.signal("INT");
        assertThat(program.exitCode()).isEqualTo(130);
        assertThat(program.err()).isEmpty();
      }
    }
  }

  @Test
  void quiet_saysNothing() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(HOST));
        Program program = freed(free, "--quiet", "--port", Integer.toString(free.getLocalPort()))) {
      Socket socket = connectUntilThere(free.getLocalPort());
      echo(socket);
      socket.close();
      program.signal("INT");
      assertThat(program.err()).isEmpty();
      assertThat(program.exitCode()).isEqualTo(130);
    }
  }

  private Program freed(ServerSocket port, String... more) throws IOException {
    port.close();
    return serve(more);
  }

  private static Socket connectUntilThere(int port) {
    while (true) {
      try {
        return new Socket(HOST, port, InetAddress.getByName("127.0.0.2"), 0); // not to itself
      } catch (IOException e) {
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void busyPort_isOneLineAndCode6(String hubs) throws IOException {
    for (String kind : List.of("echo", "files")) {
      assertBusyPort(kind, hubs);
    }
  }

  private static void assertBusyPort(String kind, String hubs) throws IOException {
    try (ServerSocket busy = new ServerSocket()) {
      busy.setOption(StandardSocketOptions.SO_REUSEPORT, true); // it would let others in
      busy.bind(new InetSocketAddress(HOST, 0));
      String port = Integer.toString(busy.getLocalPort());
      CommandRun run = CommandRun.of("serve", kind, "--hubs", hubs, "--port", port);
      assertThat(run.code()).isEqualTo(6);
      assertThat(run.err())
          .isEqualTo(
              "greenloom: cannot listen on 127.0.0.1:"
                  + port
                  + ": another program listens there; choose another --port, or 0 for any\n");
    }
  }

  @Test
  void hostOfAnotherMachine_isOneLineAndCode6() {
    CommandRun run = CommandRun.of("serve", "echo", "--host", "192.0.2.1");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.err())
        .isEqualTo(
            "greenloom: cannot listen on 192.0.2.1:8001: that is no address of this machine; check"
                + " --host\n");
  }

  @Test
  void unknownHost_isOneLineAndCode6() {
    CommandRun run = CommandRun.of("serve", "echo", "--host", "nowhere.invalid", "--port", "0");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.err()).contains("nowhere.invalid:0: there is no such host; check --host");
  }
}
