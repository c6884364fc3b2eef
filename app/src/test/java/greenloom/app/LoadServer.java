package greenloom.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on loopback that treats its connections as told, well or badly. One platform thread for
 * each connection.
 */
final class LoadServer implements AutoCloseable {
  /** What is done with a connection; it is closed after that. */
  @FunctionalInterface
  interface Treatment {
    void treat(Socket connection) throws IOException, InterruptedException;
  }

  /** Answers one request; false if the connection is to be closed. */
  @FunctionalInterface
  interface Answer {
    boolean write(int number, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket listener = new ServerSocket(0, 2048, InetAddress.getLoopbackAddress());
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();

  LoadServer(Treatment treatment) throws IOException {
    Thread.ofPlatform().daemon().name("load-server").start(() -> acceptAll(treatment));
  }

  /** One that reads requests without a body, and numbers them from 1. */
  static LoadServer answering(Answer answer) throws IOException {
    LoadServer[] self = new LoadServer[1];
    self[0] = new LoadServer(connection -> self[0].answerAll(connection, answer));
    return self[0];
  }

  /** One that always answers with this text. */
  static LoadServer saying(String text) throws IOException {
    return answering((_, out) -> {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      return true;
    });
  }

  /** An answer that is in order. */
  static boolean ok(OutputStream out) throws IOException {
    out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII));
    return true;
  }

  private void answerAll(Socket connection, Answer answer)
      throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
    while (readHead(in) && answer.write(requests.incrementAndGet(), connection.getOutputStream())) {
      // and the next
    }
  }

  private static boolean readHead(BufferedReader in) throws IOException {
    String line = in.readLine();
    while (line != null && !line.isEmpty()) {
      line = in.readLine();
    }
    return line != null;
  }

  private void acceptAll(Treatment treatment) {
    try {
      while (true) {
        Socket connection = listener.accept();
        connections.add(connection);
        Thread.ofPlatform().daemon().start(() -> treat(connection, treatment));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void treat(Socket connection, Treatment treatment) {
    try (connection) {
      connection.setTcpNoDelay(true);
      treatment.treat(connection);
    } catch (IOException | InterruptedException e) {
      // the program has hung up
    }
  }

  String http() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/";
  }

  String tcp() {
    return "tcp://127.0.0.1:" + listener.getLocalPort();
  }

  /** How many requests were read. */
  int requests() {
    return requests.get();
  }

  /** How many connections were accepted, the one that looks whether somebody is there included. */
  int connections() {
    return connections.size();
  }

  /** Listens no more, and drops all connections. */
  void stop() {
    try {
      close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
