package greenloom.programs;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;

import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.hub.Hub;
import greenloom.sync.Event;
import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A greenlet that stands in the middle of loading a class, for each class of the hub's packages, as
 * it may when it meets others at the lock of a jar file; and beside it others who give the hub all
 * kinds of work. Says which classes the first hub has not loaded, and that it has come to its end.
 */
public final class LoadsSlowly {
  private static final Duration MOMENT = Duration.ofMillis(20);
  private static final ClassLoader LOADER = Hub.class.getClassLoader();
  private static final MethodHandle LOADING_LOCK = of("getClassLoadingLock", Object.class);
  private static final MethodHandle FIND_LOADED = of("findLoadedClass", Class.class);

  private LoadsSlowly() {}

  private static MethodHandle of(String method, Class<?> result) {
    try {
      return MethodHandles.privateLookupIn(ClassLoader.class, MethodHandles.lookup())
          .findVirtual(ClassLoader.class, method, MethodType.methodType(result, String.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the JVM needs --add-opens java.base/java.lang", e);
    }
  }

  static void main(String... args) throws Throwable {
    Hub.background();
    List<String> names = new ArrayList<>(classes("greenloom/hub/"));
    names.addAll(classes("greenloom/jdk/"));
    for (String name : names) {
      if (!name.contains(".Jfr") && FIND_LOADED.invoke(LOADER, name) == null) {
        System.out.println("not loaded: " + name);
      }
    }
    haltWithin(Duration.ofSeconds(20));
    Greenloom.run(() -> {
      CountDownLatch over = new CountDownLatch(1);
      CountDownLatch held = new CountDownLatch(1);
      Greenlet<?> loader = spawn(() -> holdAll(names, 0, held, over));
      held.await();
      work();
      over.countDown();
      loader.join();
    });
    System.out.println("at its end");
  }

  /** Says where everybody stands if it takes longer than that. */
  private static void haltWithin(Duration limit) {
    Thread main = Thread.currentThread();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            Thread.sleep(limit);
          } catch (InterruptedException e) {
            return;
          }
          System.out.println(
              "hangs: "
                  + String.join(
                      "\n", Stream.of(main.getStackTrace()).map(String::valueOf).toList()));
          Runtime.getRuntime().halt(3);
        });
  }

  /** The names of the classes of a package that somebody may load, with those inside others. */
  private static List<String> classes(String folder) throws IOException, URISyntaxException {
    List<String> names = new ArrayList<>();
    String path =
        System.getProperty("jdk.module.path", "")
            + File.pathSeparator
            + System.getProperty("java.class.path");
    for (String entry : path.split(File.pathSeparator)) {
      try (Stream<String> files = files(new File(entry), folder)) {
        files
            .filter(file -> file.endsWith(".class"))
            .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
            .forEach(names::add);
      }
    }
    return names;
  }

  private static Stream<String> files(File entry, String folder) throws IOException {
    if (entry.getName().matches("greenloom.*\\.jar")) {
      try (JarFile jar = new JarFile(entry)) {
        return jar.stream()
            .map(Object::toString)
            .filter(file -> file.startsWith(folder) && file.indexOf('/', folder.length()) < 0)
            .toList()
            .stream();
      }
    }
    String[] files =
        entry.getPath().endsWith("target/classes") ? new File(entry, folder).list() : null;
    return files == null ? Stream.empty() : Stream.of(files).map(file -> folder + file);
  }

  private static void holdAll(List<String> names, int i, CountDownLatch held, CountDownLatch over)
      throws InterruptedException {
    if (i == names.size()) {
      held.countDown();
      over.await();
      return;
    }
    Object lock;
    try {
      lock = LOADING_LOCK.invoke(LOADER, names.get(i));
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    synchronized (lock) {
      holdAll(names, i + 1, held, over);
    }
  }

  private static int sleepLong() throws InterruptedException {
    Thread.sleep(10_000);
    return 1;
  }

  private static void work() {
    List<Greenlet<?>> all = new ArrayList<>();
    Object monitor = new Object();
    for (int i = 0; i < 3; i++) {
      all.add(
          spawn(() -> {
            synchronized (monitor) {
              Thread.sleep(MOMENT);
              monitor.wait(MOMENT.toMillis());
            }
          }));
    }
    Event never = new Event();
    Greenlet<?> waits = spawn(() -> never.await());
    Greenlet<?> takes = spawn(() -> new ArrayBlockingQueue<>(1).take());
    all.add(spawn(() -> never.await(MOMENT)));
    all.add(spawn(() -> Greenloom.withTimeout(MOMENT, LoadsSlowly::sleepLong, 0)));
    all.add(spawn(() -> Greenloom.blocking(() -> Thread.sleep(MOMENT))));
    sleep(MOMENT);
    Hub.current().dump();
    Hub.current().stats();
    waits.kill();
    takes.kill();
    joinAll(all);
  }
}
