package greenloom.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import greenloom.Group;
import greenloom.sync.GreenQueue;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** A crawler in small: four greenlets follow the links of one site, and read each page once. */
final class SmallCrawler {
  private static final Pattern LINK = Pattern.compile("href=\"([^\"#]+)");
  private static final int READERS = 4;
  private static final int MOST = 100; // pages

  private final GreenQueue<URI> pages = GreenQueue.unbounded();
  private final Set<URI> seen = new HashSet<>(); // one greenlet runs at a time: no lock

  static void main(String... args) throws IOException {
    if (args.length > 0) {
      new SmallCrawler().crawl(URI.create(args[0]));
      return;
    }
    HttpServer site = site();
    try {
      String root = "http://127.0.0.1:" + site.getAddress().getPort() + "/";
      new SmallCrawler().crawl(URI.create(root));
    } finally {
      site.stop(0);
    }
  }

  private void crawl(URI start) {
    found(start);
    Group readers = new Group();
    for (int i = 0; i < READERS; i++) {
      readers.spawn(this::readPages);
    }
    pages.join(); // until each page that was put in has been read
    pages.shutdown();
    readers.join();
    IO.println("pages: " + seen.size());
  }

  private void found(URI page) {
    if (seen.size() < MOST && seen.add(page)) {
      pages.put(page);
    }
  }

  private void readPages() {
    for (URI page : pages) {
      try {
        read(page);
      } catch (IOException | IllegalArgumentException e) { // the latter: a link that is no URL
        IO.println(page.getPath() + " failed: " + e.getClass().getSimpleName());
      } finally {
        pages.taskDone();
      }
    }
  }

  private void read(URI page) throws IOException {
    try (InputStream in = page.toURL().openStream()) {
      String text = new String(in.readAllBytes(), UTF_8);
      IO.println(page.getPath() + " has " + text.length() + " characters");
      LINK.matcher(text)
          .results()
          .map(link -> page.resolve(link.group(1)))
          .filter(other -> Objects.equals(other.getAuthority(), page.getAuthority()))
          .forEach(this::found);
    }
  }

  // where there is no network: page /n links to /2n+1 and /2n+2, up to 10; and /7 is missing

  private static HttpServer site() throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer site = HttpServer.create(address, 0, "/", SmallCrawler::answer);
    site.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    site.start();
    return site;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(1);
      int n = path.isEmpty() ? 0 : Integer.parseInt(path);
      StringBuilder page = new StringBuilder("<a href=\"/\">home</a>");
      for (int child = 2 * n + 1; child <= Math.min(2 * n + 2, 10); child++) {
        page.append("<a href=\"").append(child).append("\">on</a>");
      }
      exchange.sendResponseHeaders(n == 7 ? 404 : 200, page.length());
      exchange.getResponseBody().write(page.toString().getBytes(UTF_8));
    }
  }
}
