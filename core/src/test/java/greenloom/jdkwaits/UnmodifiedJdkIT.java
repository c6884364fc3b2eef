package greenloom.jdkwaits;

import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import greenloom.Action;
import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.testing.TestHub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Classes of the JDK as they are, in greenlets: while one waits, another runs. */
@Timeout(30)
class UnmodifiedJdkIT {
  private static final int TURNS = 3;

  private final CountDownLatch otherRan = new CountDownLatch(TURNS);
  private final List<Object> log = new ArrayList<>();

  /** Runs {@code waits} beside a greenlet that must have had its turns when it comes back. */
  private void assertOthersRunWhile(Action waits) {
    TestHub.real()
        .run(() -> {
          Greenlet<?> other = spawn(this::takeTurns);
          waits.run();
          assertThat(otherRan.getCount()).as("turns that the other still had to take").isZero();
          other.get();
        });
  }

  private void takeTurns() {
    while (otherRan.getCount() > 0) {
      otherRan.countDown();
      Thread.yield();
    }
  }

  /** Spawns a greenlet that answers once the other one has had its turns. */
  private void answer(Action answer) {
    spawn(() -> {
      otherRan.await();
      answer.run();
    });
  }

  @Test
  void threadSleep() {
    assertOthersRunWhile(() -> Thread.sleep(20));
  }

  @Test
  void objectWaitAndNotify() {
    Object monitor = new Object();
    boolean[] answered = {false};
    assertOthersRunWhile(() -> {
      answer(() -> {
        synchronized (monitor) {
          answered[0] = true;
          monitor.notifyAll();
        }
      });
      synchronized (monitor) {
        while (!answered[0]) {
          monitor.wait();
        }
      }
    });
  }

  @Test
  void synchronizedWithAWaitInside() {
    Object monitor = new Object();
    assertOthersRunWhile(() -> {
      Greenlet<?> second = spawn(() -> enter(monitor));
      synchronized (monitor) {
        Thread.sleep(20);
        log.add("first");
      }
      second.join();
      assertThat(log).containsExactly("first", "second");
    });
  }

  private void enter(Object monitor) {
    synchronized (monitor) {
      log.add("second");
    }
  }

  @Test
  void reentrantLock() {
    ReentrantLock lock = new ReentrantLock();
    assertOthersRunWhile(() -> {
      Greenlet<?> owner =
          spawn(() -> {
            lock.lock();
            otherRan.await();
            lock.unlock();
          });
      Thread.yield();
      assertThat(lock.tryLock()).isFalse();
      lock.lock();
      lock.unlock();
      owner.join();
    });
  }

  @Test
  void arrayBlockingQueue_pollWithTime() {
    ArrayBlockingQueue<String> queue = new ArrayBlockingQueue<>(1);
    assertOthersRunWhile(() -> {
      assertThat(queue.poll(10, TimeUnit.MILLISECONDS)).isNull();
      answer(() -> queue.put("item"));
      assertThat(queue.poll(10, TimeUnit.SECONDS)).isEqualTo("item");
    });
  }

  @Test
  void completableFuture_get() {
    CompletableFuture<String> future = new CompletableFuture<>();
    assertOthersRunWhile(() -> {
      answer(() -> future.complete("value"));
      assertThat(future.thenApply(v -> v + "!").get(10, TimeUnit.SECONDS)).isEqualTo("value!");
    });
  }

  @Test
  void socketAndServerSocket() {
    assertOthersRunWhile(() -> {
      try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        Greenlet<?> echo = spawn(() -> echo(server));
        try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
          client.setSoTimeout(10_000);
          client.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
          assertThat(firstLine(client)).isEqualTo("hello");
        }
        echo.get();
      }
    });
  }

  private void echo(ServerSocket server) throws Exception {
    try (Socket socket = server.accept()) {
      String line = firstLine(socket);
      otherRan.await();
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String firstLine(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  @Test
  void httpUrlConnection() {
    assertOthersRunWhile(() -> {
      HttpServer server = server();
      HttpURLConnection connection = (HttpURLConnection) uri(server).toURL().openConnection();
      connection.setReadTimeout(10_000);
      assertThat(connection.getResponseCode()).isEqualTo(200);
      assertThat(connection.getInputStream().readAllBytes()).asString().isEqualTo("page");
      server.stop(0);
    });
  }

  @Test
  void httpClient_send() {
    assertOthersRunWhile(() -> {
      HttpServer server = server();
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpResponse<String> response =
            client.send(
                HttpRequest.newBuilder(uri(server)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo("page");
      }
      server.stop(0);
    });
  }

  /** On a platform thread of its own, as servers of others are. */
  private HttpServer server() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          awaitTurns();
          exchange.sendResponseHeaders(200, 4);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write("page".getBytes(StandardCharsets.UTF_8));
          }
        });
    server.start();
    return server;
  }

  private void awaitTurns() {
    try {
      otherRan.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static URI uri(HttpServer server) {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://127.0.0.1:" + address.getPort() + "/");
  }

  @Test
  void process_waitFor() {
    assertOthersRunWhile(() -> {
      Process process = new ProcessBuilder("cat").start();
      answer(() -> process.getOutputStream().close());
      assertThat(process.waitFor()).isZero();
    });
  }

  @Test
  void threadLocal_oneForEachGreenlet() {
    ThreadLocal<String> local = ThreadLocal.withInitial(() -> "initial");
    assertOthersRunWhile(() -> {
      local.set("mine");
      Greenlet<String> other =
          spawn(() -> {
            String before = local.get();
            local.set("other");
            Thread.yield();
            return before + " " + local.get();
          });
      Thread.sleep(5);
      assertThat(other.get()).isEqualTo("initial other");
      assertThat(local.get()).isEqualTo("mine");
    });
  }

  @Test
  void inheritableThreadLocal_comesFromTheSpawner() {
    InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
    assertOthersRunWhile(() -> {
      local.set("inherited");
      Greenlet<String> child =
          spawn(() -> {
            otherRan.await();
            return local.get();
          });
      local.set("later");
      assertThat(child.get()).isEqualTo("inherited");
    });
  }

  @Test
  void virtualThreadExecutor_runsOnTheSameHub() {
    assertOthersRunWhile(() -> {
      Hub hub = Hub.current();
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Hub> task =
            executor.submit(() -> {
              Thread.sleep(5);
              return Hub.current();
            });
        assertThat(task.get()).isSameAs(hub);
      }
    });
  }

  @Test
  void startVirtualThread_runsOnTheSameHub_andCanBeKilled() {
    assertOthersRunWhile(() -> {
      Hub hub = Hub.current();
      Thread t =
          Thread.startVirtualThread(() -> {
            log.add(Hub.current());
            try {
              Thread.sleep(60_000);
            } catch (Throwable e) {
              log.add(e);
            }
          });
      Thread.sleep(5);
      assertThat(log).containsExactly(hub);
      IllegalStateException signal = new IllegalStateException();
      hub.threads().stream().filter(g -> g.thread() == t).findFirst().orElseThrow().deliver(signal);
      t.join();
      assertThat(log).containsExactly(hub, signal);
    });
  }

  @Test
  void startVirtualThread_waitsWithOurWords() {
    assertOthersRunWhile(() -> {
      Thread t =
          Thread.startVirtualThread(() -> log.add(spawn(() -> "from a foreign thread").get()));
      t.join();
      assertThat(log).containsExactly("from a foreign thread");
    });
  }
}
