package greenloom.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import greenloom.hub.Hub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The JDK's own server as it is; its own thread looks after connections, handlers run on a hub. */
final class JdkServerOnAHub {
  private static int requests; // one handler runs at a time, so this needs no lock

  static void main(String... args) throws IOException {
    Hub hub = Hub.setup("handlers").daemon().start();
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server = HttpServer.create(address, 0);
    server.createContext("/", JdkServerOnAHub::greet);
    server.setExecutor(hub.executor());
    server.start();
    IO.println("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private static void greet(HttpExchange exchange) throws IOException {
    int number = ++requests;
    Hub.sleep(Duration.ofMillis(100)); // the others go on
    String text = "request " + number + " on hub " + Hub.current().name() + "\n";
    byte[] greeting = text.getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(200, greeting.length);
    exchange.getResponseBody().write(greeting);
    exchange.close();
  }
}
