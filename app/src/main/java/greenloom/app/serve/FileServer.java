package greenloom.app.serve;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.spawnOn;

import greenloom.Greenlet;
import greenloom.app.console.Quantities;
import greenloom.hub.Hub;
import greenloom.hub.Hubs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files of a folder by HTTP: Jetty, each of whose threads is a green one of the hub that
 * it was started on. Requests that touch the disk do so on native threads; see {@link FileHandler}.
 */
public final class FileServer implements Service {
  private static final int BACKLOG = 4096;

  /** Names may hold percent signs; all else that could be understood in two ways is refused. */
  private static final UriCompliance PERCENT_SIGNS =
      UriCompliance.DEFAULT.with("percent signs", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING);

  private final Path folder;
  private final AccessLog log;
  private final List<Part> parts = new ArrayList<>();
  private final LongAdder requests = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private long cutOff;

  /** What serves on one hub. */
  private record Part(Hub hub, Server jetty, ServerConnector connector, GracefulHandler requests) {}

  /**
   * A server for all that is below {@code folder}, a real path; requests are noted in {@code log}.
   */
  public FileServer(Path folder, AccessLog log) {
    this.folder = folder;
    this.log = log;
  }

  // --- starting ---

  @Override
  public InetSocketAddress start(InetSocketAddress at, Hubs hubs) throws IOException {
    log.start();
    InetSocketAddress next = at;
    for (Hub hub : hubs.members()) {
      Part part = part(hub, next, hubs.size() > 1);
      parts.add(part);
      Greenlet<Void> starting = spawnOn(hub, part.jetty::start);
      starting.join();
      if (starting.exception() instanceof IOException e) {
        throw e;
      }
      starting.get();
      next = new InetSocketAddress(at.getAddress(), part.connector.getLocalPort());
    }
    return next;
  }

  private Part part(Hub hub, InetSocketAddress at, boolean shared) {
    VirtualThreadPool threads = new VirtualThreadPool();
    threads.setVirtualThreadsExecutor(hub.executor());
    threads.setMaxConcurrentTasks(-1); // connections are the limit
    Server jetty = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setUriCompliance(PERCENT_SIGNS);
    ServerConnector connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(at.getAddress().getHostAddress());
    connector.setPort(at.getPort());
    connector.setReusePort(shared);
    connector.setAcceptQueueSize(BACKLOG);
    jetty.addConnector(connector);
    GracefulHandler graceful = new GracefulHandler(context(hub));
    jetty.setHandler(graceful);
    jetty.setRequestLog(this::ended);
    return new Part(hub, jetty, connector, graceful);
  }

  private ContextHandler context(Hub hub) {
    ContextHandler context = new ContextHandler(new FileHandler(hub), "/");
    context.setBaseResource(ResourceFactory.of(context).newResource(folder));
    context.setAliasChecks(List.of((_, file) -> inFolder(file.getPath()))); // and no other
    return context;
  }

  /** Whether a file whose name leads elsewhere, through a link for example, is in the folder. */
  private boolean inFolder(@Nullable Path file) {
    try {
      return file != null && file.toRealPath().startsWith(folder);
    } catch (IOException e) {
      return false;
    }
  }

  private void ended(Request request, Response response) {
    requests.increment();
    bytes.add(Response.getContentBytesWritten(response));
    log.log(request, response);
  }

  // --- the end ---

  /** Connections on which nothing is asked for are closed in the end, without being waited for. */
  @Override
  public void finish(Duration grace) {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (Part part : parts) {
      part.connector.setShutdownIdleTimeout(grace.toMillis());
      CompletableFuture<Void> _ = part.connector.shutdown();
      ends.add(part.requests.shutdown());
    }
    try {
      CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new))
          .get(grace.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      cutOff = open();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<Greenlet<?>> stops = new ArrayList<>();
    parts.forEach(part -> stops.add(spawnOn(part.hub, part.jetty::stop)));
    joinAll(stops);
    log.finish();
  }

  private long open() {
    return parts.stream().mapToLong(part -> part.requests.getCurrentRequestCount()).sum();
  }

  // --- for the user ---

  @Override
  public String title(String address) {
    return "listening on http://" + address + "/ for the files in " + folder;
  }

  @Override
  public String underWay() {
    long open = open();
    return open == 0 ? "" : Quantities.count(open, "request");
  }

  @Override
  public String summary(Duration elapsed) {
    return "sent "
        + Quantities.bytes(bytes.sum())
        + " for "
        + Quantities.count(requests.sum(), "request")
        + ", in "
        + Quantities.seconds(elapsed)
        + (cutOff > 0 ? "; cut off " + cutOff : "");
  }
}
