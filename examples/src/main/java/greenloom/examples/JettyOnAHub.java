package greenloom.examples;

import static greenloom.Greenloom.run;

import greenloom.hub.Hub;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** Jetty as it is; whoever accepts, selects or handles there is a thread of one hub. */
final class JettyOnAHub extends Handler.Abstract {
  private int requests; // one handler runs at a time, so this needs no lock

  static void main(String... args) {
    run(() -> {
      VirtualThreadPool threads = new VirtualThreadPool();
      threads.setVirtualThreadsExecutor(Hub.current().executor()); // also for Jetty's timer thread
      Server server = new Server(threads);
      ServerConnector connector = new ServerConnector(server);
      connector.setHost("127.0.0.1");
      connector.setPort(args.length > 0 ? Integer.parseInt(args[0]) : 8080);
      server.addConnector(connector);
      server.setHandler(new JettyOnAHub());
      server.start();
      IO.println("http://127.0.0.1:" + connector.getLocalPort() + "/");
      server.join();
    });
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback)
      throws InterruptedException {
    int number = ++requests;
    Thread.sleep(100); // plain blocking code: the others go on
    String greeting = "request " + number + " on hub " + Hub.current().name() + "\n";
    Content.Sink.write(response, true, greeting, callback);
    return true;
  }
}
