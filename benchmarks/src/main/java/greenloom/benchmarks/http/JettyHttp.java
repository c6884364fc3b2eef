package greenloom.benchmarks.http;

import greenloom.hub.Hub;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** Jetty: virtual threads accept, select and handle. */
final class JettyHttp extends Handler.Abstract {
  static void main(String... args) throws Exception {
    VirtualThreadPool threads = new VirtualThreadPool();
    threads.setMaxConcurrentTasks(0); // as many as there are connections
    if (args[0].equals("hub")) {
      threads.setVirtualThreadsExecutor(Hub.start("all").executor());
    }
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setAcceptQueueSize(4096);
    server.addConnector(connector);
    server.setHandler(new JettyHttp());
    server.start();
    IO.println(connector.getLocalPort());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback)
      throws InterruptedException {
    Answers.prepare(Request.getPathInContext(request));
    Content.Sink.write(response, true, Answers.TEXT, callback);
    return true;
  }
}
