package greenloom.examples;

import greenloom.hub.Hub;
import greenloom.hub.HubLocal;
import greenloom.hub.Hubs;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Helidon as it is; all virtual threads of this program run on two hubs, so on two processors. */
final class HelidonOnHubs {
  private static final HubLocal<int[]> REQUESTS = new HubLocal<>(hub -> new int[1]);

  static void main(String... args) {
    Hubs hubs = Hub.setup("all").daemon().start(2);
    hubs.installAsDefaultScheduler(); // first thing in main
    WebServer server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(args.length > 0 ? Integer.parseInt(args[0]) : 8080)
            .routing(routing -> routing.get("/", HelidonOnHubs::greet))
            .build()
            .start();
    IO.println("http://127.0.0.1:" + server.port() + "/");
  }

  private static void greet(ServerRequest request, ServerResponse response)
      throws InterruptedException {
    int number = ++REQUESTS.get()[0]; // of this hub, where one handler runs at a time
    Thread.sleep(100); // plain blocking code: the others go on
    response.send("request " + number + " on hub " + Hub.current().name() + "\n");
  }
}
