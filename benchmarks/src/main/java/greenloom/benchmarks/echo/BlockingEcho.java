package greenloom.benchmarks.echo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Executor;

/** Plain blocking code with the JDK's sockets; who runs it is the difference. */
final class BlockingEcho {
  private static final int BUFFER = 16 * 1024;
  static final int BACKLOG = 4096;

  private BlockingEcho() {}

  /** Accepts for ever, and has each connection served by the executor. */
  static void serve(ServerSocket listener, Executor executor) throws IOException {
    try (listener) {
      IO.println(listener.getLocalPort());
      while (true) {
        Socket connection = listener.accept();
        executor.execute(() -> echo(connection));
      }
    }
  }

  private static void echo(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      InputStream in = connection.getInputStream();
      OutputStream out = connection.getOutputStream();
      byte[] buffer = new byte[BUFFER];
      int n = in.read(buffer);
      while (n >= 0) {
        out.write(buffer, 0, n);
        n = in.read(buffer);
      }
    } catch (IOException e) {
      // the other side has gone, and so does this one
    }
  }
}
