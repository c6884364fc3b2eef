package greenloom.examples;

import greenloom.hub.Hub;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Helidon as it is; all virtual threads of this program run on one hub. */
final class HelidonOnAHub {
  private static int requests; // one handler runs at a time, so this needs no lock

  static void main(String... args) {
    Hub.setup("all").daemon().start().installAsDefaultScheduler(); // first thing in main
    WebServer server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(args.length > 0 ? Integer.parseInt(args[0]) : 8080)
            .routing(routing -> routing.get("/", HelidonOnAHub::greet))
            .build()
            .start();
    IO.println("http://127.0.0.1:" + server.port() + "/");
  }

  private static void greet(ServerRequest request, ServerResponse response)
      throws InterruptedException {
    int number = ++requests;
    Thread.sleep(100); // plain blocking code: the others go on
    response.send("request " + number + " on hub " + Hub.current().name() + "\n");
  }
}
