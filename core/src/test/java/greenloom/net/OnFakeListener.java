package greenloom.net;

import static greenloom.Greenloom.sleep;

import greenloom.hub.GreenletExit;
import greenloom.hub.Hub;
import greenloom.sync.Event;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** What tests of servers on a clock that jumps have in common: connections that nobody makes. */
@ExtendWith(NothingLeft.class)
abstract class OnFakeListener {
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Duration SECOND = Duration.ofSeconds(1);

  final TestHub hub = TestHub.virtual();
  final List<String> reports = new ArrayList<>();

  interface Body {
    void run(FakeListener listener) throws Exception;
  }

  void onHub(Body body) {
    hub.run(() -> {
      Hub.current().onFailure((what, e) -> reports.add(what + ": " + e));
      body.run(new FakeListener());
    });
  }

  static StreamServer started(FakeListener listener, StreamServer.Handler handler)
      throws IOException {
    StreamServer server = StreamServer.on(listener, handler);
    server.start();
    return server;
  }

  /** Waits as long as the test says, in the words of a handler that is not done yet. */
  static void work(Socket connection) {
    sleep(MINUTE);
  }

  static void beDeaf(Socket connection) {
    Event never = new Event();
    for (int i = 0; i < 2; i++) {
      try {
        never.await(MINUTE);
      } catch (GreenletExit e) {
        // goes on
      }
    }
  }
}
