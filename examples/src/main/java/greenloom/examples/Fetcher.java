package greenloom.examples;

import static greenloom.Greenloom.joinAllOrThrow;
import static greenloom.Greenloom.spawn;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;

/** Pages fetched one by one, then all at once by the same blocking code, with both times. */
final class Fetcher {
  static void main(String... urls) throws IOException {
    if (urls.length > 0) {
      fetchTwice(List.of(urls));
      return;
    }
    HttpServer site = site();
    try {
      String root = "http://127.0.0.1:" + site.getAddress().getPort();
      fetchTwice(List.of(root + "/3", root + "/2", root + "/1"));
    } finally {
      site.stop(0);
    }
  }

  private static void fetchTwice(List<String> urls) throws IOException {
    Instant start = Instant.now();
    for (String url : urls) {
      fetch(url);
    }
    IO.println("one by one: " + since(start));

    start = Instant.now();
    joinAllOrThrow(urls.stream().map(url -> spawn(() -> fetch(url))).toList());
    IO.println("all at once: " + since(start));
  }

  private static void fetch(String url) throws IOException {
    IO.println("GET " + url);
    try (InputStream page = URI.create(url).toURL().openStream()) {
      IO.println(page.readAllBytes().length + " bytes from " + url);
    }
  }

  private static String since(Instant start) {
    return Duration.between(start, Instant.now()).toMillis() + " ms";
  }

  // where there is no network: a site whose page /n has n thousand bytes and takes n times 200 ms

  private static HttpServer site() throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer site = HttpServer.create(address, 0, "/", Fetcher::answer);
    site.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    site.start();
    return site;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      int n = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
      Thread.sleep(200L * n);
      exchange.sendResponseHeaders(200, 1000L * n);
      exchange.getResponseBody().write(new byte[1000 * n]);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
