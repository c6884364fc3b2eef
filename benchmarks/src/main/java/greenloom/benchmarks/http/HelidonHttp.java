package greenloom.benchmarks.http;

import greenloom.hub.Hub;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Helidon: a platform thread accepts, a virtual thread a connection does the rest. */
final class HelidonHttp {
  private HelidonHttp() {}

  static void main(String... args) {
    if (args[0].equals("hub")) {
      Hub.start("all").installAsDefaultScheduler();
    }
    WebServer server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .backlog(4096)
            .routing(routing -> routing.get("/*", HelidonHttp::answer))
            .build()
            .start();
    IO.println(server.port());
  }

  private static void answer(ServerRequest request, ServerResponse response)
      throws InterruptedException {
    Answers.prepare(request.path().path());
    response.send(Answers.TEXT);
  }
}
