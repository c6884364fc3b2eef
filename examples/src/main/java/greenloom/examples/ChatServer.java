package greenloom.examples;

import greenloom.Scope;
import greenloom.net.StreamServer;
import greenloom.sync.GreenQueue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A room to chat in: the first line is one's name, each further one goes to all the others. */
final class ChatServer {
  private static final int LINES = 100; // that wait for somebody who does not read

  private static final Map<String, GreenQueue<String>> guests = new HashMap<>(); // needs no lock

  static void main(String... args) throws IOException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8001;
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    StreamServer server = StreamServer.at(address, ChatServer::welcome);
    server.start();
    IO.println("listening on 127.0.0.1:" + server.address().getPort());
    server.serveForever();
  }

  private static void welcome(Socket connection) throws IOException {
    var in = new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8);
    var lines = new BufferedReader(in);
    GreenQueue<String> mail = GreenQueue.bounded(LINES);
    String name = lines.readLine();
    if (name == null || name.isBlank() || guests.putIfAbsent(name, mail) != null) {
      write(connection, "that is no name, or somebody has it; come back with another");
      return;
    }
    Scope.run(scope -> {
      var writer = scope.spawn(() -> deliver(mail, connection));
      try {
        tellOthers(name, name + " is here");
        lines.lines().forEach(line -> tellOthers(name, name + ": " + line));
      } finally {
        guests.remove(name);
        tellOthers(name, name + " has left");
        writer.kill();
      }
    });
  }

  private static void tellOthers(String name, String line) {
    guests.forEach((other, mail) -> {
      if (!other.equals(name)) {
        mail.offer(line); // nobody waits for one who does not read: those lines are lost
      }
    });
  }

  private static void deliver(GreenQueue<String> mail, Socket connection) throws IOException {
    while (true) {
      write(connection, mail.take());
    }
  }

  private static void write(Socket connection, String line) throws IOException {
    OutputStream out = connection.getOutputStream();
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
