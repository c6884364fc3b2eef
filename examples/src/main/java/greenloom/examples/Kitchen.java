package greenloom.examples;

import static greenloom.Greenloom.sleep;
import static java.time.Duration.ofMillis;

import greenloom.Greenlet;
import greenloom.Scope;
import greenloom.hub.Hub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * What the models of input and output have to deal with: a kitchen that brings what a guest orders
 * late, and in the wrong order. To connect is to order: first tea, then an egg.
 */
final class Kitchen {
  /** Orders, waits in its own way, and says when something comes. */
  @FunctionalInterface
  interface Guest {
    void eat(SocketAddress kitchen) throws Exception;
  }

  private Kitchen() {}

  static void serve(Guest guest) {
    Scope.run(scope -> {
      try (ServerSocket door = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
        Greenlet<Void> eating = scope.spawn(() -> guest.eat(door.getLocalSocketAddress()));
        try (Socket tea = door.accept();
            Socket egg = door.accept()) {
          sleep(ofMillis(100)); // a thread of the JDK may still be telling the guest that it is in
          Hub.current().awaitAllBlocked();
          IO.println("the guest waits in " + callOf(eating));
          bring(egg, "egg");
          sleep(ofMillis(100));
          bring(tea, "tea");
        }
      }
    });
  }

  private static void bring(Socket guest, String what) throws IOException {
    guest.getOutputStream().write(what.getBytes(StandardCharsets.US_ASCII));
    guest.shutdownOutput();
  }

  /** The call in which the code of an example stands. */
  private static String callOf(Greenlet<?> greenlet) {
    String call = "nothing";
    for (StackTraceElement frame : greenlet.thread().getStackTrace()) {
      if (frame.getClassName().startsWith("greenloom.examples.")) {
        return call;
      }
      call = frame.getClassName().replaceAll(".*[.$]", "") + "." + frame.getMethodName();
    }
    return call;
  }
}
