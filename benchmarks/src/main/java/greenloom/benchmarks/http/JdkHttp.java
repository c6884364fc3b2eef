package greenloom.benchmarks.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import greenloom.hub.Hub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** The JDK's own: a platform thread accepts and selects, a virtual thread a request handles it. */
final class JdkHttp {
  private static final byte[] BODY = Answers.TEXT.getBytes(StandardCharsets.US_ASCII);

  private JdkHttp() {}

  static void main(String... args) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // head and body are two writes
    System.setProperty("sun.net.httpserver.maxIdleConnections", "100000");
    Executor threads =
        args[0].equals("hub")
            ? Hub.start("handlers").executor()
            : Executors.newVirtualThreadPerTaskExecutor();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 4096);
    server.createContext("/", JdkHttp::answer);
    server.setExecutor(threads);
    server.start();
    IO.println(server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answers.prepare(exchange.getRequestURI().getPath());
      exchange.sendResponseHeaders(200, BODY.length);
      exchange.getResponseBody().write(BODY);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
