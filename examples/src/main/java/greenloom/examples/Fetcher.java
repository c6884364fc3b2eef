package greenloom.examples;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnOn;
import static java.nio.charset.StandardCharsets.US_ASCII;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** The same pages fetched one by one and then all at once, with what the JDK has for that. */
final class Fetcher {
  private static final int PAGES = 5;

  static void main() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Hub server = Hub.start("server")) {
      spawnOn(server, () -> serve(socket));
      String root = "http://127.0.0.1:" + socket.getLocalPort() + "/";
      List<String> urls = IntStream.rangeClosed(1, PAGES).mapToObj(n -> root + n).toList();
      time("one by one", () -> urls.stream().map(Fetcher::size).toList());
      time("all at once", () -> sizes(urls));
    }
  }

  private static List<Integer> sizes(List<String> urls) {
    List<Greenlet<Integer>> greenlets = urls.stream().map(u -> spawn(() -> size(u))).toList();
    joinAll(greenlets);
    return greenlets.stream().map(Greenlet::get).toList();
  }

  private static int size(String url) {
    try (InputStream page = URI.create(url).toURL().openStream()) {
      return page.readAllBytes().length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void time(String how, Callable<List<Integer>> fetch) throws Exception {
    long start = System.nanoTime();
    List<Integer> sizes = fetch.call();
    IO.println(how + ": " + sizes + " in " + (System.nanoTime() - start) / 1_000_000 + " ms");
  }

  // the site: page n has n thousand bytes and comes after a tenth of a second

  private static void serve(ServerSocket socket) throws IOException {
    while (true) {
      Socket client = socket.accept();
      spawn(() -> answer(client));
    }
  }

  private static void answer(Socket client) throws IOException, InterruptedException {
    try (client;
        Scanner request = new Scanner(client.getInputStream(), US_ASCII);
        PrintStream answer = new PrintStream(client.getOutputStream(), false, US_ASCII)) {
      int page = Integer.parseInt(request.skip("GET /").next());
      while (!request.nextLine().isEmpty()) {}
      Thread.sleep(100);
      answer.print("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + "x".repeat(1000 * page));
    }
  }
}
