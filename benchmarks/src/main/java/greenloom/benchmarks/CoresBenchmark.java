package greenloom.benchmarks;

import static greenloom.Greenloom.spawnOn;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.hub.Hubs;
import greenloom.net.ServerGroup;
import greenloom.net.StreamServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What several processors bring: tasks that compute, or requests to a server which computes for
 * each. The clients of the server, on a thread of their own, take a little of the processors, too.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar CoresBenchmark
 * }
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {Jvm.COLLECTOR, Jvm.HEAP})
public class CoresBenchmark {
  static final int TASKS = 400;

  private static final int CONNECTIONS = 32;

  /** What JMH burns for one task: some hundred microseconds. */
  private static final long TOKENS = 200_000;

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /** What the tasks run on. */
  public enum Rival {
    /** A group of one hub. */
    ONE_HUB,
    /** A group of as many hubs as there are processors. */
    HUBS,
    /** Virtual threads of the JDK's scheduler, on as many carriers. */
    VIRTUAL_THREADS
  }

  /** What is done. */
  public enum Work {
    /** Each task is started from outside, computes, and ends. */
    TASKS,
    /** Each task is a request over one of some connections. */
    REQUESTS
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.HUBS;

  /** What it does. */
  @Param public Work work = Work.TASKS;

  /** How much one task computes. */
  long tokens = TOKENS;

  private final Hub clients = Hub.start("clients");
  private Hubs hubs = Hubs.start(1);
  private AutoCloseable server = () -> {};
  private InetSocketAddress address = ANY_PORT;

  /** Starts what will be measured. */
  @Setup
  public void prepare() throws IOException {
    if (rival == Rival.HUBS) {
      hubs.close();
      hubs = Hubs.start(Runtime.getRuntime().availableProcessors());
    }
    if (work == Work.REQUESTS && rival == Rival.VIRTUAL_THREADS) {
      ServerSocket listener = new ServerSocket(0, CONNECTIONS, ANY_PORT.getAddress());
      Thread.ofPlatform().daemon().start(() -> acceptAll(listener));
      address = (InetSocketAddress) listener.getLocalSocketAddress();
      server = listener;
    } else if (work == Work.REQUESTS) {
      ServerGroup group = ServerGroup.on(hubs, ANY_PORT, at -> StreamServer.at(at, this::serve));
      group.start();
      address = group.address();
      server = group;
    }
  }

  /** Ends it. */
  @TearDown
  public void end() throws Exception {
    server.close();
    hubs.close();
    clients.close();
  }

  /** One task done. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  public long done() throws Exception {
    return work == Work.TASKS ? tasks() : requests();
  }

  private void compute() {
    Blackhole.consumeCPU(tokens);
  }

  // --- tasks ---

  private long tasks() throws Exception {
    return rival == Rival.VIRTUAL_THREADS ? virtualTasks() : greenlets();
  }

  private long greenlets() {
    List<Greenlet<Integer>> started = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      started.add(
          spawnOn(
              hubs,
              () -> {
                compute();
                return 1;
              }));
    }
    return started.stream().mapToInt(Greenlet::get).sum();
  }

  private long virtualTasks() throws Exception {
    List<FutureTask<Integer>> started = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      FutureTask<Integer> task =
          new FutureTask<>(() -> {
            compute();
            return 1;
          });
      started.add(task);
      Thread.startVirtualThread(task);
    }
    long done = 0;
    for (FutureTask<Integer> task : started) {
      done += task.get();
    }
    return done;
  }

  // --- requests ---

  private void acceptAll(ServerSocket listener) {
    try {
      while (true) {
        Socket connection = listener.accept();
        Thread.startVirtualThread(() -> {
          try (connection) {
            serve(connection);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
      }
    } catch (IOException e) {
      // closed
    }
  }

  /** Computes for each byte, and sends it back. */
  private void serve(Socket connection) throws IOException {
    connection.setTcpNoDelay(true);
    int request = connection.getInputStream().read();
    while (request >= 0) {
      compute();
      connection.getOutputStream().write(request);
      request = connection.getInputStream().read();
    }
  }

  /** All connections ask until so many requests have been made. */
  private long requests() {
    AtomicInteger left = new AtomicInteger(TASKS);
    List<Greenlet<Integer>> started = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      started.add(spawnOn(clients, () -> ask(left)));
    }
    return started.stream().mapToInt(Greenlet::get).sum();
  }

  private int ask(AtomicInteger left) throws IOException {
    int answered = 0;
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setTcpNoDelay(true);
      while (left.getAndDecrement() > 0) {
        socket.getOutputStream().write(1);
        answered += socket.getInputStream().read();
      }
    }
    return answered;
  }
}
