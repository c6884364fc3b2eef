package greenloom.stress.sockets;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.hub.Hub;
import greenloom.stress.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where everything of one round runs: its hubs, and threads of the JDK. Any thread. */
final class Stage implements AutoCloseable {
  private final List<Hub> hubs = new ArrayList<>();
  private final long pauseNanos;
  private final AtomicInteger running = new AtomicInteger();

  /** A platform thread: virtual threads that a greenlet starts run on its hub. */
  private final ExecutorService starter = Executors.newSingleThreadExecutor();

  private volatile boolean stopping;

  /** Starts so many hubs; pauses will take {@code pauseNanos} on average. */
  Stage(int hubCount, long pauseNanos, Findings findings) {
    this.pauseNanos = pauseNanos;
    for (int i = 1; i <= hubCount; i++) {
      Hub hub = Hub.start("soak-" + i);
      hub.onFailure(findings::add);
      hubs.add(hub);
    }
  }

  List<Hub> hubs() {
    return hubs;
  }

  /** Everybody shall come to an end. */
  void stop() {
    stopping = true;
  }

  boolean stopping() {
    return stopping;
  }

  /** How many pieces of code have been started and have not ended. */
  int running() {
    return running.get();
  }

  /**
   * Starts {@code body}, and after its end, whatever ended it, {@code then}, which is given what
   * came out of it; null also after a kill. Nobody kills {@code then}.
   *
   * @return the greenlet that runs it, if it is one
   */
  @Nullable Greenlet<?> start(
      Place place, String name, Action body, Consumer<@Nullable Throwable> then) {
    running.incrementAndGet();
    if (place.green()) {
      return startGreen(
          place == Place.FIRST_HUB ? hubs.getFirst() : hubs.getLast(), name, body, then);
    }
    Thread.Builder builder =
        place == Place.VIRTUAL_THREAD ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
    starter.execute(() -> builder.name(name).start(() -> run(body, then)));
    return null;
  }

  private void run(Action body, Consumer<@Nullable Throwable> then) {
    Throwable end = null;
    try {
      body.run();
    } catch (Throwable e) {
      end = e;
    }
    end(then, end);
  }

  private Greenlet<?> startGreen(
      Hub hub, String name, Action body, Consumer<@Nullable Throwable> then) {
    Greenlet<?> greenlet = Greenloom.spawnOn(hub, body).named(name);
    greenlet.whenReady(
        () -> Greenloom.spawnOn(hub, () -> end(then, greenlet.exception())).named(name + " end"));
    return greenlet;
  }

  private void end(Consumer<@Nullable Throwable> then, @Nullable Throwable what) {
    try {
      then.accept(what);
    } finally {
      running.decrementAndGet();
    }
  }

  /** Waits a little, or not at all, in one way or another. */
  void pause(Place place, SplittableRandom random) throws InterruptedException {
    int way = random.nextInt(10);
    if (way < 3 || stopping) {
      return;
    }
    long nanos = random.nextLong(1, 2 * pauseNanos * 10 / 7);
    if (!place.green() || way < 6) {
      Thread.sleep(Duration.ofNanos(nanos));
    } else if (way < 9) {
      Greenloom.sleep(Duration.ofNanos(nanos));
    } else {
      LockSupport.parkNanos(nanos);
    }
  }

  @Override
  public void close() {
    hubs.forEach(Hub::close);
    starter.close();
  }
}
