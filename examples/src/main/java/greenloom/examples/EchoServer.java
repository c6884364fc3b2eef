package greenloom.examples;

import static greenloom.Greenloom.run;
import static greenloom.Greenloom.spawn;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that echoes and prints what it receives: plain sockets, a greenlet a connection. */
final class EchoServer {
  private static final int BACKLOG = 500;

  static void main(String... args) {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8001;
    run(() -> serve(port));
  }

  private static void serve(int port) throws IOException {
    try (var listener = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress())) {
      IO.println("listening on 127.0.0.1:" + listener.getLocalPort());
      while (true) {
        Socket connection = listener.accept();
        spawn(() -> handle(connection));
      }
    }
  }

  private static void handle(Socket connection) {
    try (connection) {
      InputStream in = connection.getInputStream();
      byte[] buffer = new byte[1024];
      int n = in.read(buffer);
      while (n >= 0) {
        IO.println("recv: " + quoted(buffer, n));
        connection.getOutputStream().write(buffer, 0, n);
        n = in.read(buffer);
      }
      connection.shutdownOutput(); // the client has ended its half: it has got everything
    } catch (IOException e) {
      IO.println(e.getMessage());
    }
  }

  private static String quoted(byte[] bytes, int n) {
    String text = new String(bytes, 0, n, StandardCharsets.UTF_8);
    return "'" + text.replace("\n", "\\n") + "'";
  }
}
