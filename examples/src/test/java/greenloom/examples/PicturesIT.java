package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class PicturesIT {
  @Test
  void main_threePictures_areInOneFolder() throws Exception {
    List<String> lines = Output.of(Pictures::main);
    assertThat(lines.subList(1, lines.size()))
        .containsExactly("saved 1-red.svg", "saved 2-green.svg", "saved 3-blue.svg");
    for (String name : List.of("1-red.svg", "2-green.svg", "3-blue.svg")) {
      String colour = name.replaceAll(".-(.*)\\.svg", "$1");
      assertThat(taken(lines, name)).startsWith("<svg ").contains("fill='" + colour + "'");
    }
    Files.delete(folder(lines)); // only they were in it
  }

  @Test
  void main_threeUrls_areAskedForAtOnce() throws Exception {
    var allAreHere = new CyclicBarrier(3);
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer site = HttpServer.create(address, 0, "/", exchange -> answer(exchange, allAreHere));
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      site.setExecutor(executor);
      site.start();
      String root = "http://127.0.0.1:" + site.getAddress().getPort() + "/";
      List<String> lines =
          Output.of(() -> Pictures.main(root + "a.png", root + "b/c.png", root + "a.png"));
      assertThat(lines.subList(1, lines.size()))
          .containsExactly("saved 1-a.png", "saved 2-c.png", "saved 3-a.png");
      assertThat(taken(lines, "1-a.png")).isEqualTo("/a.png");
      assertThat(taken(lines, "2-c.png")).isEqualTo("/b/c.png");
      assertThat(taken(lines, "3-a.png")).isEqualTo("/a.png");
      Files.delete(folder(lines));
    } finally {
      site.stop(0);
    }
  }

  /** Answers with the path, but only when three have asked. */
  private static void answer(HttpExchange exchange, CyclicBarrier allAreHere) throws IOException {
    try (exchange) {
      allAreHere.await();
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(exchange.getRequestURI().getPath().getBytes());
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static Path folder(List<String> lines) {
    return Path.of(lines.getFirst().replace("into ", ""));
  }

  private static String taken(List<String> lines, String name) throws IOException {
    Path file = folder(lines).resolve(name);
    String content = Files.readString(file);
    Files.delete(file);
    return content;
  }
}
