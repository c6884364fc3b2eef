package greenloom.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Addresses for members of a test. */
final class Members {
  private Members() {}

  /** Free ports on loopback. */
  static String[] list(int members) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      String[] list = new String[members];
      for (int i = 0; i < members; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        list[i] = "127.0.0.1:" + socket.getLocalPort();
      }
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return list;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
