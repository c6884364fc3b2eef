package greenloom.examples;

import static greenloom.Greenloom.blocking;
import static greenloom.Greenloom.spawn;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandlers;
import com.sun.net.httpserver.HttpServer;
import greenloom.Greenlet;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Three pictures downloaded at once into a fresh folder. */
final class Pictures {
  static void main(String... urls) throws IOException {
    if (urls.length > 0) {
      download(List.of(urls));
      return;
    }
    HttpServer site = site("red", "green", "blue");
    try {
      String root = "http://127.0.0.1:" + site.getAddress().getPort();
      download(List.of(root + "/red.svg", root + "/green.svg", root + "/blue.svg"));
    } finally {
      site.stop(0);
    }
  }

  private static void download(List<String> urls) throws IOException {
    Path folder = Files.createTempDirectory("images");
    IO.println("into " + folder);
    List<Greenlet<Path>> downloads = new ArrayList<>();
    for (String url : urls) {
      Path file = folder.resolve((downloads.size() + 1) + "-" + url.replaceAll(".*/", ""));
      downloads.add(spawn(() -> download(url, file)));
    }
    for (Greenlet<Path> download : downloads) {
      IO.println("saved " + download.get().getFileName());
    }
  }

  private static Path download(String url, Path file) throws IOException {
    try (InputStream picture = URI.create(url).toURL().openStream()) {
      byte[] bytes = picture.readAllBytes();
      return blocking(() -> Files.write(file, bytes)); // a file would hold up the others
    }
  }

  // where there is no network: a site of three circles

  private static HttpServer site(String... colours) throws IOException {
    var site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    for (String colour : colours) {
      String circle =
          "<svg xmlns='http://www.w3.org/2000/svg'><circle r='99' fill='" + colour + "'/></svg>";
      site.createContext("/" + colour + ".svg", HttpHandlers.of(200, new Headers(), circle));
    }
    site.start();
    return site;
  }
}
