package greenloom.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.hub.GreenThread;
import greenloom.hub.GreenletExit;
import greenloom.hub.Hub;
import greenloom.jdk.Carrier;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.management.ObjectName;

/** A program whose virtual threads all run on one hub, whoever makes them. */
public final class EveryVirtualThread {
  private static final ThreadFactory MADE_BEFORE = Thread.ofVirtual().factory();

  private static Hub hub;

  private EveryVirtualThread() {}

  /** The program. */
  public static void main(String[] args) throws Exception {
    refusals();
    hub = Hub.setup("all").daemon().start();
    hub.installAsDefaultScheduler();
    assertThatThrownBy(() -> Hub.setup("second").daemon().start().installAsDefaultScheduler())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("there is another default scheduler already: Hub[all, ");
    waysToMakeOne();
    throughTheJdk();
    timersAndMonitors();
    words();
    kills();
    failure();
    asked();
    assertThat(platformThreads()).noneMatch(name -> name.startsWith("ForkJoinPool-"));
    assertThat(hub.stats().spares()).isZero();
    System.out.println("all passed");
  }

  private static void refusals() {
    assertThatThrownBy(() -> Hub.current().installAsDefaultScheduler())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("hub main runs only while its thread waits; install one of Hub.start");
    Hub closed = Hub.start("closed");
    closed.close();
    assertThatThrownBy(closed::installAsDefaultScheduler)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("hub closed is closed; install one of Hub.start");
  }

  private static String place() {
    return Hub.current().name() + " on " + Carrier.current().getName();
  }

  /** Runs {@code task} in a thread that {@code how} starts; gives where it ran. */
  private static String placeOf(Consumer<Runnable> how) throws Exception {
    FutureTask<String> place = new FutureTask<>(EveryVirtualThread::place);
    how.accept(place);
    return place.get();
  }

  private static void assertOnTheHub(Consumer<Runnable> how) throws Exception {
    assertThat(placeOf(how)).isEqualTo("all on all");
  }

  private static void waysToMakeOne() throws Exception {
    assertOnTheHub(Thread::startVirtualThread);
    assertOnTheHub(task -> Thread.ofVirtual().name("named").start(task));
    assertOnTheHub(task -> Thread.ofVirtual().unstarted(task).start());
    assertOnTheHub(task -> Thread.ofVirtual().factory().newThread(task).start());
    assertOnTheHub(task -> MADE_BEFORE.newThread(task).start());
    assertOnTheHub(task -> Thread.startVirtualThread(() -> Thread.startVirtualThread(task)));
    assertOnTheHub(task -> hub.executor().execute(task));
    assertOnTheHub(task -> Greenloom.spawnOn(hub, () -> Thread.startVirtualThread(task)));
    assertOnTheHub(task -> Thread.ofPlatform().start(() -> Thread.startVirtualThread(task)));
    try (ExecutorService perTask = Executors.newVirtualThreadPerTaskExecutor()) {
      assertOnTheHub(perTask::execute);
    }
  }

  private static void throughTheJdk() throws Exception {
    try (ExecutorService perTask = Executors.newVirtualThreadPerTaskExecutor()) {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer server =
          HttpServer.create(
              address,
              0,
              "/",
              exchange -> {
                byte[] place = place().getBytes();
                exchange.sendResponseHeaders(200, place.length);
                exchange.getResponseBody().write(place);
                exchange.close();
              });
      server.setExecutor(perTask);
      server.start();
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      try (HttpClient client = HttpClient.newBuilder().executor(perTask).build()) {
        Callable<String> get =
            () -> client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        assertThat(perTask.submit(get).get()).isEqualTo("all on all");
      } finally {
        server.stop(0);
      }
    }
  }

  private static void timersAndMonitors() throws Exception {
    long armed = hub.stats().timersArmed();
    Object monitor = new Object();
    Thread t =
        Thread.startVirtualThread(() -> {
          synchronized (monitor) {
            try {
              Thread.sleep(1);
              monitor.wait(1);
              new SynchronousQueue<>().poll(1, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    t.join();
    assertThat(hub.stats().timersArmed() - armed).isGreaterThanOrEqualTo(3);
    assertThat(platformThreads()).noneMatch(name -> name.contains("unparker"));
  }

  /** Greenloom's words in a thread of foreign make. */
  private static void words() throws Exception {
    FutureTask<String> words =
        new FutureTask<>(() -> {
          Greenlet<String> child = Greenloom.spawn(EveryVirtualThread::place);
          return child.get() + ", " + Greenlet.current().isPresent();
        });
    Thread.startVirtualThread(words);
    assertThat(words.get()).isEqualTo("all on all, false");
  }

  /** They have hooks: a kill reaches any wait, and leaves sockets open. */
  private static void kills() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      assertThat(endOfOneKilledIn(() -> Thread.sleep(100_000))).isInstanceOf(GreenletExit.class);
      assertThat(endOfOneKilledIn(new LinkedBlockingQueue<>()::take))
          .isInstanceOf(InterruptedException.class); // as for greenlets: turned back at their end
      assertThat(endOfOneKilledIn(server::accept)).isInstanceOf(GreenletExit.class);
      assertThat(server.isClosed()).isFalse();
    }
  }

  /** Something that waits. */
  @FunctionalInterface
  private interface Wait {
    void run() throws Exception;
  }

  private static Throwable endOfOneKilledIn(Wait wait) throws Exception {
    AtomicReference<Throwable> end = new AtomicReference<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread victim =
        Thread.ofVirtual()
            .name("victim")
            .start(() -> {
              begun.countDown();
              try {
                wait.run();
              } catch (Throwable e) {
                end.set(e);
              }
            });
    begun.await();
    while (victim.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    GreenThread record =
        hub.threads().stream().filter(t -> t.thread() == victim).findFirst().orElseThrow();
    assertThat(record.name()).isEqualTo("victim");
    record.deliver(new GreenletExit());
    victim.join();
    return end.get();
  }

  /** Failures of foreign threads go where the JDK sends them. */
  private static void failure() throws Exception {
    AtomicReference<String> told = new AtomicReference<>();
    Thread.setDefaultUncaughtExceptionHandler((t, e) -> told.set(t.getName() + ": " + e));
    Thread.ofVirtual()
        .name("failing")
        .start(() -> {
          throw new IllegalStateException("on purpose");
        })
        .join();
    Thread.setDefaultUncaughtExceptionHandler(null);
    assertThat(told.get()).isEqualTo("failing: java.lang.IllegalStateException: on purpose");
  }

  /** What the JDK tells about its scheduler. */
  private static void asked() throws Exception {
    Object carriers =
        ManagementFactory.getPlatformMBeanServer()
            .getAttribute(
                new ObjectName("jdk.management:type=VirtualThreadScheduler"), "Parallelism");
    assertThat(carriers).isEqualTo(1);
  }

  private static List<String> platformThreads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }
}
