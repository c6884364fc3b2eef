package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hubs with a thread of their own, and other threads that use them. */
@Timeout(30)
class HubIT {
  private static final Duration SHORT = Duration.ofMillis(100);

  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  @Test
  void start_runsGreenThreadsOnOneThreadOfItsOwn() throws Exception {
    Hub hub = hubs.start("own");
    AtomicReference<Hub> inside = new AtomicReference<>();
    CountDownLatch ran = new CountDownLatch(1);
    hub.spawn(
        null,
        () -> {
          inside.set(Hub.current());
          ran.countDown();
        });
    ran.await();
    assertThat(inside.get()).isSameAs(hub).isNotSameAs(Hub.current());
  }

  @Test
  void start_inAGreenThread_works() {
    Hub.setup("outer")
        .call(() -> {
          Hub inner = hubs.start("inner");
          CountDownLatch ran = new CountDownLatch(1);
          inner.spawn(null, ran::countDown);
          ran.await();
          inner.close();
          return null;
        });
  }

  @Test
  void close_killsEverybody_whereverTheyWait() throws Exception {
    Hub hub = hubs.start("closing");
    List<Throwable> ends = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(3);
    spawnAndNote(hub, begun, ends, () -> Hub.sleep(Duration.ofDays(1)));
    spawnAndNote(hub, begun, ends, () -> Waiter.here(this, "wait", null).await());
    spawnAndNote(hub, begun, ends, () -> Thread.sleep(1_000_000));
    begun.await();
    hub.close();
    assertThat(ends).hasSize(3).allSatisfy(e -> assertThat(e).isInstanceOf(GreenletExit.class));
    hub.close();
  }

  private static void spawnAndNote(
      Hub hub, CountDownLatch begun, List<Throwable> ends, VoidBody<Exception> body) {
    hub.spawn(
        null,
        () -> {
          begun.countDown();
          try {
            body.run();
          } catch (Throwable e) {
            ends.add(e);
          }
        });
  }

  @Test
  void close_threadsWithWorkAtTheEnd_waitsForThem() throws Exception {
    Hub hub = hubs.start("closing");
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean cleaned = new AtomicBoolean();
    hub.spawn(
        null,
        () -> {
          begun.countDown();
          try {
            Hub.sleep(Duration.ofDays(1));
          } finally {
            Hub.sleep(Duration.ofMillis(20));
            cleaned.set(true);
          }
        });
    begun.await();
    hub.close();
    assertThat(cleaned).isTrue();
  }

  @Test
  void close_threadThatWillNotEnd_boundedAndReported() throws Exception {
    Hub hub = Hub.setup("stubborn").daemon().closeWithin(SHORT).start();
    CountDownLatch begun = new CountDownLatch(1);
    GreenThread t = hub.spawn("mule", () -> ignoreKills(begun));
    begun.await();
    try (Logged log = new Logged()) {
      hub.close();
      assertThat(log.messages()).singleElement().asString().contains("stubborn", "mule");
    }
    t.deliver(new GreenletExit()); // late wake-ups fall on deaf ears
    t.thread().interrupt();
  }

  private static void ignoreKills(CountDownLatch begun) {
    begun.countDown();
    while (true) {
      try {
        Hub.sleep(Duration.ofDays(1));
      } catch (GreenletExit e) {
        // not me
      }
    }
  }

  @Test
  void close_threadThatNeverWaits_boundedAndReported() throws Exception {
    Hub hub = Hub.setup("hogged").daemon().closeWithin(SHORT).start();
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean stop = new AtomicBoolean();
    GreenThread t =
        hub.spawn(
            "hog",
            () -> {
              begun.countDown();
              while (!stop.get()) {
                Thread.onSpinWait();
              }
            });
    begun.await();
    try (Logged log = new Logged()) {
      hub.close();
      assertThat(log.messages()).anySatisfy(m -> assertThat(m).contains("hogged"));
    } finally {
      stop.set(true);
    }
    assertThat(t.thread().join(JdkWait.SOON)).isTrue();
  }

  @Test
  void close_onItsOwnThread_refused() throws Exception {
    Hub hub = hubs.start("own");
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    GreenThread t =
        hub.spawn(
            null,
            () -> {
              try {
                hub.close();
              } catch (IllegalStateException e) {
                thrown.set(e);
              }
            });
    JdkWait.assertEnds(t);
    assertThat(thrown).doesNotHaveNullValue();
  }

  @Test
  void spawn_closedHub_refused() {
    Hub hub = hubs.start("closed");
    hub.close();
    assertThatThrownBy(() -> hub.spawn(null, () -> {})).isInstanceOf(IllegalStateException.class);
    hub.startLater(SHORT, () -> {});
    hub.enter(() -> {});
    assertThat(hub.threads()).isEmpty();
    assertThat(hub.dump()).contains("closed: 0 green threads");
  }

  @Test
  void close_byManyAtOnce_allReturn() throws Exception {
    Hub hub = hubs.start("shared");
    List<Thread> closers =
        IntStream.range(0, 4).mapToObj(i -> Thread.ofPlatform().start(hub::close)).toList();
    for (Thread t : closers) {
      assertThat(t.join(JdkWait.SOON)).isTrue();
    }
  }

  @Test
  void homeThread_interrupted_stillSleeps() throws Exception {
    Hub hub = hubs.start("interrupted");
    AtomicReference<Thread> home = new AtomicReference<>();
    CountDownLatch known = new CountDownLatch(1);
    hub.enter(() -> {
      home.set(Thread.currentThread());
      known.countDown();
    });
    known.await();
    home.get().interrupt();
    Thread.sleep(20);
    long turns = hub.stats().turns();
    Thread.sleep(50);
    assertThat(hub.stats().turns() - turns).isLessThan(1000);
  }

  @Test
  void endOfAPlatformThread_killsWhatItsHubHas_andWarns() throws Exception {
    AtomicReference<Throwable> end = new AtomicReference<>();
    try (Logged log = new Logged()) {
      Thread t =
          Thread.ofPlatform()
              .name("short-lived")
              .start(() -> {
                Hub.current().spawn("left over", () -> sleepAndNote(end));
                Hub.yieldNow();
              });
      assertThat(t.join(JdkWait.SOON)).isTrue();
      assertThat(end.get()).isInstanceOf(GreenletExit.class);
      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains("short-lived", "ends before its greenlets", "left over");
    }
  }

  @Test
  void endOfAPlatformThread_warnsOfWatchers_butNotOfClosedOnes() throws Exception {
    try (Logged log = new Logged()) {
      Thread t =
          Thread.ofPlatform()
              .name("short-lived")
              .start(() -> {
                Hub hub = Hub.current();
                Watcher watcher = hub.onTimer(Duration.ofDays(1), Duration.ZERO, _ -> {});
                Hub.yieldNow();
                watcher.close();
              });
      assertThat(t.join(JdkWait.SOON)).isTrue();
      assertThat(log.messages()).isEmpty();

      Thread careless =
          Thread.ofPlatform()
              .name("careless")
              .start(() -> {
                Watcher _ = Hub.current().onTimer(Duration.ofDays(1), Duration.ZERO, _ -> {});
                Hub.yieldNow();
              });
      assertThat(careless.join(JdkWait.SOON)).isTrue();
      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains("careless", "ends before its greenlets");
    }
  }

  private static void sleepAndNote(AtomicReference<Throwable> end) {
    try {
      Hub.sleep(Duration.ofDays(1));
    } catch (Throwable e) {
      end.set(e);
    }
  }

  @Test
  void endOfAPlatformThread_nothingLeft_silent() throws Exception {
    try (Logged log = new Logged()) {
      Thread t = Thread.ofPlatform().start(Hub::yieldNow);
      assertThat(t.join(JdkWait.SOON)).isTrue();
      assertThat(log.messages()).isEmpty();
    }
  }

  @Test
  void inbox_manyThreads_losesNothing() throws Exception {
    Hub hub = hubs.start("busy");
    int threads = 4;
    int each = 5_000;
    AtomicInteger ran = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(threads * each);
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      boolean raw = i % 2 == 0;
      Runnable count =
          () -> {
            ran.incrementAndGet();
            all.countDown();
          };
      senders.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < each; n++) {
                  if (raw) {
                    hub.enter(count);
                  } else {
                    hub.spawn(null, count);
                  }
                }
              }));
    }
    assertThat(all.await(20, TimeUnit.SECONDS)).as("%d ran", ran.get()).isTrue();
    for (Thread t : senders) {
      t.join();
    }
    assertThat(ran).hasValue(threads * each);
  }

  @Test
  void inbox_hubThatFallsAsleepEachTime_isWokenEachTime() throws Exception {
    Hub hub = hubs.start("sleepy");
    for (int i = 0; i < 3_000; i++) {
      CountDownLatch ran = new CountDownLatch(1);
      hub.enter(ran::countDown);
      assertThat(ran.await(10, TimeUnit.SECONDS)).as("message %d", i).isTrue();
    }
  }

  @Test
  void firstMessage_ofManyHubs_arrives() throws Exception {
    for (int i = 0; i < 100; i++) {
      Hub hub = hubs.start("hub-" + i);
      CountDownLatch ran = new CountDownLatch(1);
      for (int spin = 0; spin < i * 50; spin++) {
        Thread.onSpinWait();
      }
      hub.enter(ran::countDown);
      assertThat(ran.await(10, TimeUnit.SECONDS)).as("hub %d", i).isTrue();
      hub.close();
    }
  }

  @Test
  void wake_betweenHubs_losesNothing() throws Exception {
    Hub one = hubs.start("one");
    Hub two = hubs.start("two");
    AtomicReference<Waiter> ball = new AtomicReference<>();
    GreenThread a = one.spawn("a", () -> hitBack(ball));
    GreenThread b = two.spawn("b", () -> hitBack(ball));
    JdkWait.assertEnds(a);
    JdkWait.assertEnds(b);
  }

  /** Wakes the one who waits and waits itself, so that one of the two always waits. */
  private static void hitBack(AtomicReference<Waiter> ball) {
    for (int i = 0; i < 2_000; i++) {
      Waiter mine = Waiter.here("ball", "wait", null);
      Waiter other = ball.getAndSet(mine);
      if (other != null) {
        other.wake(null);
      }
      mine.await();
    }
    Waiter last = ball.getAndSet(null);
    if (last != null) {
      last.wake(null);
    }
  }

  @Test
  void guest_waitsWithOurWords() throws Exception {
    AtomicReference<Object> got = new AtomicReference<>();
    AtomicReference<Waiter> waiter = new AtomicReference<>();
    CountDownLatch waits = new CountDownLatch(1);
    Thread guest =
        Thread.ofVirtual()
            .start(() -> {
              Waiter w = Waiter.here("guest", "wait", null);
              waiter.set(w);
              waits.countDown();
              w.await();
              got.set(w.value());
              assertThat(Waiter.here("x", "wait", null).await(Duration.ofMillis(1))).isFalse();
            });
    waits.await();
    waiter.get().wake("value");
    assertThat(guest.join(JdkWait.SOON)).isTrue();
    assertThat(got).hasValue("value");
  }

  @Test
  void threadFactoryAndExecutor_runOnTheHub() throws Exception {
    Hub hub = hubs.start("factory");
    AtomicReference<Hub> one = new AtomicReference<>();
    AtomicReference<Hub> two = new AtomicReference<>();
    CountDownLatch ran = new CountDownLatch(1);
    hub.executor()
        .execute(() -> {
          one.set(Hub.current());
          ran.countDown();
        });
    ran.await();
    Thread t = hub.threadFactory().newThread(() -> two.set(Hub.current()));
    t.start();
    assertThat(t.join(JdkWait.SOON)).isTrue();
    assertThat(one).hasValue(hub);
    assertThat(two).hasValue(hub);
  }
}
