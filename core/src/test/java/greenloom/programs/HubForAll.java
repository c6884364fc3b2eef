package greenloom.programs;

import greenloom.hub.Hub;
import greenloom.jdk.Carrier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Small programs around a hub that is the default scheduler, or cannot be. */
public final class HubForAll {
  private HubForAll() {}

  /** The program; its argument says which. */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "afterOneHasRun" -> afterOneHasRun();
      case "afterMany" -> afterMany();
      case "first" -> first();
      case "compiled" -> compiled();
      case "madeBefore" -> madeBefore();
      case "ended" -> ended();
      case "mainReturns" -> mainReturns();
      case "hubKeepsTheJvm" -> hubKeepsTheJvm();
      case "exit" -> exit();
      case "pinned" -> pinned();
      case "dumped" -> dumped(args[1]);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static Hub install() {
    Hub hub = Hub.setup("all").daemon().start();
    hub.installAsDefaultScheduler();
    return hub;
  }

  /** Installs, and says what it is told. */
  private static void tryTo() throws Exception {
    try {
      install();
      System.out.println("installed");
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
      System.out.println(carrierOfOneStartedBy(Thread::startVirtualThread));
    }
  }

  /** Which carrier runs what {@code start} starts, before and after a wait. */
  private static String carrierOfOneStartedBy(Consumer<Runnable> start) throws Exception {
    FutureTask<String> carriers =
        new FutureTask<>(() -> {
          String begun = carrier();
          Thread.sleep(1);
          return begun + ", " + carrier();
        });
    start.accept(carriers);
    return carriers.get();
  }

  private static String carrier() {
    return Carrier.current().getName().replaceFirst("-[0-9].*", "");
  }

  private static void afterOneHasRun() throws Exception {
    Thread.startVirtualThread(() -> {}).join();
    tryTo();
  }

  private static void afterMany() throws Exception {
    for (int i = 0; i < 200; i++) {
      Hub.current().spawn(null, () -> {});
    }
    tryTo();
  }

  private static void first() throws Exception {
    tryTo();
  }

  /** So many from so many threads that all on their way is compiled. */
  private static void compiled() throws Exception {
    install();
    int starters = 4;
    int each = 50_000;
    AtomicInteger onTheHub = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(starters * each);
    Runnable look =
        () -> {
          if (Carrier.current().getName().equals("all")) {
            onTheHub.incrementAndGet();
          }
          ended.countDown();
        };
    List<Thread> threads = new ArrayList<>();
    for (int s = 0; s < starters; s++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  Thread.startVirtualThread(look);
                }
              }));
    }
    for (Thread t : threads) {
      t.join();
    }
    ended.await();
    System.out.println(onTheHub);
  }

  /** A thread that was made too early, and what it starts. */
  private static void madeBefore() throws Exception {
    Hub[] hub = new Hub[1];
    FutureTask<String> starts =
        new FutureTask<>(() -> {
          System.out.println(carrier());
          System.out.println(carrierOfOneStartedBy(Thread::startVirtualThread));
          System.out.println(carrierOfOneStartedBy(hub[0].executor()::execute));
          return carrierOfOneStartedBy(task -> hub[0].threadFactory().newThread(task).start());
        });
    Thread before = Thread.ofVirtual().unstarted(starts);
    hub[0] = install();
    before.start();
    System.out.println(starts.get());
    FutureTask<String> other = new FutureTask<>(() -> carrierOfOneStartedBy(Runnable::run));
    Thread made = Thread.ofVirtual().unstarted(other);
    Thread.ofVirtual().unstarted(made::start).start();
    System.out.println(other.get());
  }

  /** The threads that come after the hub's end, and how they wait. */
  private static void ended() throws Exception {
    Hub hub = install();
    CountDownLatch begun = new CountDownLatch(1);
    Thread victim =
        Thread.ofVirtual()
            .name("victim")
            .uncaughtExceptionHandler((t, e) -> System.out.println(t.getName() + ": " + e))
            .start(() -> {
              begun.countDown();
              Hub.sleep(Duration.ofDays(1));
            });
    begun.await();
    Thread echo = Thread.startVirtualThread(HubForAll::echo); // the hub has an epoll
    echo.join();
    hub.close();
    victim.join();
    FutureTask<String> after =
        new FutureTask<>(() -> {
          Thread.sleep(1);
          synchronized (hub) {
            hub.wait(1);
          }
          echo();
          Thread.startVirtualThread(() -> {}).join();
          return Hub.current().name();
        });
    Thread.startVirtualThread(after);
    System.out.println(after.get());
  }

  private static void echo() {
    try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Socket one = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket other = server.accept()) {
      Thread writer =
          Thread.startVirtualThread(() -> {
            try {
              Thread.sleep(10);
              one.getOutputStream().write('x');
            } catch (IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      System.out.println((char) other.getInputStream().read());
      writer.join();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void mainReturns() throws Exception {
    install();
    CountDownLatch begun = new CountDownLatch(1);
    Thread.startVirtualThread(() -> {
      begun.countDown();
      Hub.sleep(Duration.ofDays(1));
    });
    begun.await();
    System.out.println("main returns");
  }

  private static void hubKeepsTheJvm() {
    Hub hub = Hub.start("all");
    hub.installAsDefaultScheduler();
    Thread main = Thread.currentThread();
    Thread.startVirtualThread(() -> {
      while (main.isAlive()) {
        Hub.yieldNow();
      }
      System.out.println("serves on");
      Thread.ofPlatform().start(hub::close);
    });
  }

  /** A virtual thread ends the JVM; a hook still has the hub. */
  private static void exit() {
    install();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              FutureTask<String> task = new FutureTask<>(() -> Hub.current().name());
              Thread.startVirtualThread(task);
              try {
                System.out.println("hook on " + task.get());
              } catch (Exception e) {
                System.out.println("hook: " + e);
              }
            }));
    Thread.startVirtualThread(() -> System.exit(3));
    Hub.sleep(Duration.ofDays(1));
  }

  /** Waits until another thread lets it go on. */
  private static final class Initialised {
    static final CountDownLatch GO_ON = new CountDownLatch(1);

    private Initialised() {}

    private static final class Waiting {
      static final String VALUE = value();

      private static String value() {
        try {
          GO_ON.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return "initialised";
      }
    }
  }

  private static void pinned() throws Exception {
    Hub hub = install();
    FutureTask<String> value = new FutureTask<>(() -> Initialised.Waiting.VALUE);
    Thread.startVirtualThread(value);
    Thread.startVirtualThread(Initialised.GO_ON::countDown);
    System.out.println(value.get() + ", spares " + hub.stats().spares());
  }

  /** What {@code jcmd} tells of it. */
  private static void dumped(String file) throws Exception {
    install();
    CountDownLatch begun = new CountDownLatch(1);
    Thread.ofVirtual()
        .name("sleeper")
        .start(() -> {
          begun.countDown();
          Hub.sleep(Duration.ofDays(1));
        });
    begun.await();
    jcmd("Thread.dump_to_file", "-format=json", file);
    System.out.print(jcmd("Thread.vthread_scheduler"));
    System.out.println(Files.readString(Path.of(file)).contains("\"name\": \"sleeper\""));
  }

  private static String jcmd(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add(Long.toString(ProcessHandle.current().pid()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    return said.lines().skip(1).findFirst().orElse(said) + "\n";
  }
}
