package greenloom.programs;

import com.sun.net.httpserver.HttpServer;
import greenloom.hub.Hub;
import greenloom.hub.Hubs;
import greenloom.jdk.Carrier;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import javax.management.ObjectName;

/** Small programs whose virtual threads run on a group of hubs, with nothing else changed. */
public final class HubsForAll {
  private HubsForAll() {}

  /** The program; its argument says which. */
  public static void main(String[] args) throws Exception {
    Hubs hubs = Hub.setup("all").daemon().start(3);
    hubs.installAsDefaultScheduler();
    switch (args[0]) {
      case "connections" -> connections();
      case "http" -> http();
      case "many" -> many();
      case "children" -> children();
      case "stopped" -> stopped(hubs);
      case "asked" -> asked();
      case "twice" -> twice();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static String carrier() {
    return Carrier.current().getName();
  }

  // --- servers ---

  /** Plain sockets, a virtual thread a connection. */
  private static void connections() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> accept(listener));
      Map<Integer, LongAdder> served = new ConcurrentSkipListMap<>();
      int moved = 0;
      List<Socket> sockets = new ArrayList<>();
      List<Integer> first = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        sockets.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
        first.add(ask(sockets.getLast()));
        served.computeIfAbsent(first.getLast(), _ -> new LongAdder()).increment();
      }
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 30; i++) {
          moved += ask(sockets.get(i)) == first.get(i) ? 0 : 1;
        }
      }
      System.out.println("connections on hubs " + served + ", moved " + moved);
    }
  }

  private static void accept(ServerSocket listener) {
    try {
      while (true) {
        Socket connection = listener.accept();
        Thread.startVirtualThread(() -> answer(connection));
      }
    } catch (IOException e) {
      // closed
    }
  }

  /** Answers each byte with the last character of its carrier's name. */
  private static void answer(Socket connection) {
    try (connection) {
      InputStream in = connection.getInputStream();
      OutputStream out = connection.getOutputStream();
      while (in.read() >= 0) {
        Thread.sleep(0, 100_000);
        String name = carrier();
        out.write(name.charAt(name.length() - 1) - '0');
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int ask(Socket socket) throws IOException {
    socket.getOutputStream().write(1);
    return socket.getInputStream().read();
  }

  /** The JDK's server, whose own thread hands requests to virtual ones. */
  private static void http() throws Exception {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] place = carrier().getBytes();
          exchange.sendResponseHeaders(200, place.length);
          exchange.getResponseBody().write(place);
          exchange.close();
        });
    try (ExecutorService perRequest = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient client = HttpClient.newHttpClient()) {
      server.setExecutor(perRequest);
      server.start();
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      TreeSet<String> places = new TreeSet<>();
      for (int i = 0; i < 12; i++) {
        places.add(
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
      }
      System.out.println(places);
      server.stop(0);
    }
  }

  // --- many threads ---

  /** So many from so many threads that all on their way is compiled; they wait for each other. */
  private static void many() throws Exception {
    int starters = 4;
    int each = 20_000;
    Map<String, LongAdder> begun = new ConcurrentSkipListMap<>();
    AtomicInteger moved = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(starters * each);
    Waits waits = new Waits();
    List<Thread> threads = new ArrayList<>();
    for (int s = 0; s < starters; s++) {
      int starter = s;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  int kind = starter + i;
                  Thread.startVirtualThread(() -> {
                    String place = carrier();
                    begun.computeIfAbsent(place, _ -> new LongAdder()).increment();
                    waits.one(kind);
                    moved.addAndGet(carrier().equals(place) ? 0 : 1);
                    ended.countDown();
                  });
                }
              }));
    }
    for (Thread t : threads) {
      t.join();
    }
    ended.await();
    System.out.println(begun.keySet() + ", all " + sum(begun) + ", moved " + moved);
  }

  private static long sum(Map<String, LongAdder> counts) {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Ways to wait that threads of other hubs end. */
  private static final class Waits {
    private final LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>(100);
    private final ReentrantLock lock = new ReentrantLock();
    private final Object monitor = new Object();

    void one(int kind) {
      try {
        switch (kind % 5) {
          case 0 -> Thread.yield();
          case 1 -> Thread.sleep(1);
          case 2 -> {
            queue.put(kind);
            queue.take();
          }
          case 3 -> {
            lock.lock();
            Thread.yield();
            lock.unlock();
          }
          default -> {
            synchronized (monitor) {
              Thread.yield();
            }
          }
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What a virtual thread starts is on the same hub. */
  private static void children() throws Exception {
    int same = 0;
    for (int i = 0; i < 30; i++) {
      FutureTask<Boolean> parent =
          new FutureTask<>(() -> {
            String mine = carrier();
            FutureTask<String> child = new FutureTask<>(HubsForAll::carrier);
            Thread.startVirtualThread(child);
            return child.get().equals(mine);
          });
      Thread.startVirtualThread(parent);
      same += parent.get() ? 1 : 0;
    }
    System.out.println("same " + same);
  }

  // --- the end, and what the JDK tells ---

  private static void stopped(Hubs hubs) throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    FutureTask<String> before =
        new FutureTask<>(() -> {
          begun.countDown();
          goOn.await();
          return carrier();
        });
    Thread.startVirtualThread(before);
    begun.await();
    FutureTask<Boolean> stop = new FutureTask<>(() -> hubs.stop(Duration.ofDays(1)));
    Thread.ofPlatform().start(stop);
    FutureTask<String> after;
    do {
      after = new FutureTask<>(HubsForAll::carrier);
      Thread.startVirtualThread(after);
    } while (after.get().startsWith("all")); // until it is in the drain
    System.out.println(after.get().replaceFirst("-[0-9].*", ""));
    goOn.countDown();
    System.out.println(before.get() + ", in time " + stop.get());
  }

  private static void asked() throws Exception {
    Object carriers =
        ManagementFactory.getPlatformMBeanServer()
            .getAttribute(
                new ObjectName("jdk.management:type=VirtualThreadScheduler"), "Parallelism");
    System.out.println(carriers);
  }

  private static void twice() {
    try {
      Hub.setup("others").daemon().start(2).installAsDefaultScheduler();
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
  }
}
