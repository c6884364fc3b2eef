package greenloom.examples;

import static greenloom.Greenloom.joinAllOrThrow;
import static greenloom.Greenloom.spawn;

import greenloom.Greenlet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** A hundred connections to an echo server at once; each sends ten numbered hellos. */
final class HundredHellos {
  private static final int CONNECTIONS = 100;
  private static final int HELLOS = 10;

  private static int answers; // one greenlet runs at a time, so this needs no lock

  static void main(String... args) {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8001;
    List<Greenlet<Void>> clients =
        IntStream.range(0, CONNECTIONS).mapToObj(i -> spawn(() -> greet(i, port))).toList();
    joinAllOrThrow(clients);
    IO.println(answers + " answers over " + CONNECTIONS + " connections");
  }

  private static void greet(int client, int port) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      for (int i = 0; i < HELLOS; i++) {
        byte[] hello = ("hello " + i).getBytes(StandardCharsets.UTF_8);
        server.getOutputStream().write(hello);
        byte[] answer = server.getInputStream().readNBytes(hello.length);
        IO.println("[" + client + "] received " + new String(answer, StandardCharsets.UTF_8));
        answers += answer.length == hello.length ? 1 : 0;
      }
    }
  }
}
