package greenloom.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on loopback that answers well or badly, as told. One platform thread for each
 * connection.
 */
final class TestSite implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger openPeak = new AtomicInteger();

  /** Writes an answer; the connection is closed after it if it says so. */
  @FunctionalInterface
  interface Answer {
    boolean write(List<String> head, OutputStream out) throws IOException;
  }

  TestSite() throws IOException {
    Thread.ofPlatform().daemon().name("test-site").start(this::acceptAll);
  }

  String url(String path) {
    return "http://127.0.0.1:" + listener.getLocalPort() + path;
  }

  /** The folder that files of this site land in. */
  String folder() {
    return "127.0.0.1+" + listener.getLocalPort();
  }

  TestSite on(String path, Answer answer) {
    answers.put(path, answer);
    return this;
  }

  TestSite file(String path, String type, String body) {
    return on(path, (_, out) -> send(out, "200 OK", "Content-Type: " + type + "\r\n", body));
  }

  TestSite page(String path, String body) {
    return file(path, "text/html", body);
  }

  TestSite status(String path, String status) {
    return on(path, (_, out) -> send(out, status, "", "no"));
  }

  TestSite redirect(String path, String to) {
    return on(path, (_, out) -> send(out, "302 Found", "Location: " + to + "\r\n", ""));
  }

  /** Announces more than it sends. */
  TestSite shortBody(String path) {
    return on(
        path,
        (_, out) -> {
          out.write(
              "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbut this is all"
                  .getBytes(StandardCharsets.US_ASCII));
          return false;
        });
  }

  /** Fails some times with a status and headers, then succeeds. */
  TestSite recovering(String path, int failures, String status, String headers) {
    AtomicInteger left = new AtomicInteger(failures);
    return on(
        path,
        (_, out) ->
            left.getAndDecrement() > 0
                ? send(out, status, headers, "")
                : send(out, "200 OK", "", "at last"));
  }

  /** Answers when the gate opens. */
  TestSite gated(String path, CountDownLatch gate) {
    return on(
        path,
        (_, out) -> {
          try {
            gate.await();
          } catch (InterruptedException e) {
            return false;
          }
          return send(out, "200 OK", "", "waited");
        });
  }

  static boolean send(OutputStream out, String status, String headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + bytes.length + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    return true;
  }

  /** Paths asked for so far, in order. */
  List<String> requests() {
    return requests;
  }

  /** The most requests that were being answered at one time. */
  int openPeak() {
    return openPeak.get();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket connection = listener.accept();
        connections.add(connection);
        Thread.ofPlatform().daemon().start(() -> serve(connection));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      List<String> head = head(in);
      while (!head.isEmpty() && answer(head, connection.getOutputStream())) {
        head = head(in);
      }
    } catch (IOException e) {
      // the program has hung up
    }
  }

  private static List<String> head(BufferedReader in) throws IOException {
    List<String> head = new ArrayList<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.add(line);
    }
    return head;
  }

  private boolean answer(List<String> head, OutputStream out) throws IOException {
    String path = head.getFirst().split(" ")[1];
    requests.add(path);
    openPeak.accumulateAndGet(open.incrementAndGet(), Math::max);
    try {
      Answer answer = answers.get(path);
      return answer == null ? send(out, "404 Not Found", "", "") : answer.write(head, out);
    } finally {
      open.decrementAndGet();
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
