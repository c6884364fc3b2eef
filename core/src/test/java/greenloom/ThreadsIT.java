package greenloom;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnOn;
import static greenloom.Greenloom.waitAny;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.sync.AsyncResult;
import greenloom.sync.Event;
import greenloom.sync.GreenQueue;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The words on platform threads, on the JDK's virtual threads, and between hubs. */
@ExtendWith(NothingLeft.class)
class ThreadsIT {
  private static final Duration MOMENT = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofSeconds(30);

  /** Runs {@code body} on a thread of {@code builder}; what it throws comes out here. */
  private static void on(Thread.Builder builder, Action body) throws InterruptedException {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread t =
        builder.start(() -> {
          try {
            body.run();
            end.complete(null);
          } catch (Throwable e) {
            end.completeExceptionally(e);
          }
        });
    t.join(60_000);
    assertThat(end).as("ended").isDone();
    end.join();
  }

  private static void everyWord() {
    List<String> trace = new ArrayList<>();
    Greenlet<String> g =
        spawn(() -> {
          sleep(MOMENT);
          return "value";
        });
    assertThat(g.get(LONG)).isEqualTo("value");
    assertThat(waitAny(List.of(g), 1, null)).hasSize(1);
    Event event = new Event();
    Greenlet<?> setter = spawn(event::set);
    event.await();
    joinAll(setter);
    GreenQueue<String> q = GreenQueue.rendezvous();
    Greenlet<?> putter = spawn(() -> q.put("item"));
    assertThat(q.poll(LONG)).isEqualTo("item");
    putter.join();
    assertThat(q.poll(MOMENT)).isNull();
    Greenlet<?> victim = spawn(() -> sleep(LONG));
    assertThat(victim.join(MOMENT)).isFalse();
    victim.kill();
    assertThat(victim.killed()).isTrue();
    assertThatThrownBy(() -> withTimeout(MOMENT, () -> sleep(LONG)))
        .isInstanceOf(TimeoutExpired.class);
    int sum = Scope.call(s -> s.spawn(() -> 1).get() + s.spawn(() -> 2).get());
    assertThat(sum).isEqualTo(3);
    assertThat(new Pool(2).map(n -> n + 1, List.of(1, 2, 3))).containsExactly(2, 3, 4);
    Greenloom.run(() -> trace.add("ran"));
    assertThat(trace).containsExactly("ran");
    sleep(MOMENT);
    yieldNow();
  }

  @Test
  void words_onAPlatformThread() throws InterruptedException {
    everyWord();
    on(Thread.ofPlatform(), ThreadsIT::everyWord);
  }

  @Test
  void words_inAGreenlet() {
    Greenloom.run(ThreadsIT::everyWord);
    TestHub.real().run(ThreadsIT::everyWord);
  }

  @Test
  void words_onAJdkVirtualThread_useTheBackgroundHub() throws InterruptedException {
    on(
        Thread.ofVirtual(),
        () -> {
          assertThat(Hub.current()).isSameAs(Hub.background());
          everyWord();
        });
  }

  @Test
  void words_onManyThreadsAtOnce() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    CompletableFuture<Void> failed = new CompletableFuture<>();
    for (int i = 0; i < 12; i++) {
      Thread.Builder builder = i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
      threads.add(
          builder.start(() -> {
            try {
              everyWord();
            } catch (Throwable e) {
              failed.completeExceptionally(e);
            }
          }));
    }
    for (Thread t : threads) {
      t.join(60_000);
      assertThat(t.isAlive()).isFalse();
    }
    failed.complete(null);
    failed.join();
  }

  // --- between hubs ---

  @Test
  void spawnOn_fromAnyThread_runsThere_andIsWaitedForHere() throws InterruptedException {
    try (Hub hub = Hub.start("other")) {
      Action ask =
          () -> {
            for (int i = 0; i < 200; i++) {
              Greenlet<Hub> g = spawnOn(hub, Hub::current);
              assertThat(g.get()).isSameAs(hub);
              assertThat(g.hub()).isSameAs(hub);
            }
          };
      runThrough(ask);
      Greenloom.run(ask);
      on(Thread.ofVirtual(), ask);
    }
  }

  private static void runThrough(Action body) {
    try {
      body.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void spawnOn_isNeverTakenForADeadlock() {
    try (Hub hub = Hub.start("other")) {
      for (int i = 0; i < 2_000; i++) {
        spawnOn(hub, () -> {}).join();
      }
      for (int i = 0; i < 200; i++) {
        Event event = new Event();
        List<Greenlet<?>> both = List.of(spawnOn(hub, event::set), spawnOn(hub, () -> {}));
        assertThat(waitAny(both, 2, null)).hasSize(2);
      }
    }
  }

  @Test
  void spawnOn_manyThreadsToOneHub_losesNone() throws InterruptedException {
    try (Hub hub = Hub.start("busy")) {
      List<Thread> threads = new ArrayList<>();
      int[] count = new int[1];
      for (int t = 0; t < 4; t++) {
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  List<Greenlet<Integer>> mine = new ArrayList<>();
                  for (int i = 0; i < 1_000; i++) {
                    mine.add(spawnOn(hub, () -> count[0]++));
                  }
                  joinAll(mine);
                }));
      }
      for (Thread t : threads) {
        t.join(60_000);
      }
      int counted = Greenloom.<Integer>spawnOn(hub, () -> count[0]).get();
      assertThat(counted).isEqualTo(4_000);
    }
  }

  @Test
  void kill_fromAnotherHubAndFromAPlatformThread() throws InterruptedException {
    try (Hub hub = Hub.start("victims");
        Hub killers = Hub.start("killers")) {
      for (int i = 0; i < 200; i++) {
        boolean own = i % 2 == 0;
        Greenlet<?> victim = spawnOn(hub, own ? () -> sleep(LONG) : () -> Thread.sleep(30_000));
        switch (i % 3) {
          case 0 -> victim.kill();
          case 1 -> spawnOn(killers, () -> victim.kill()).get();
          default -> on(Thread.ofVirtual(), () -> victim.kill());
        }
        assertThat(victim.killed()).isTrue();
      }
      assertThat(hub.stats().timers()).isZero();
    }
  }

  @Test
  void failure_ofAnotherHubsGreenlet_comesOutHere() {
    try (Hub hub = Hub.start("other")) {
      RuntimeException mine = new IllegalStateException("mine");
      Action fail =
          () -> {
            throw mine;
          };
      List<String> reports = new ArrayList<>();
      hub.onFailure((what, e) -> reports.add(what));
      Event begin = new Event();
      Greenlet<Void> g =
          spawnOn(
              hub,
              () -> {
                begin.await();
                fail.run();
              });
      AsyncResult<Greenlet<Void>> told = new AsyncResult<>();
      g.link(told::set);
      Greenlet<?> waiter = spawn(() -> assertThatThrownBy(g::get).isSameAs(mine));
      yieldNow();
      begin.set();
      waiter.get();
      assertThat(told.get(LONG)).isSameAs(g);
      assertThat(reports).isEmpty();
    }
  }

  @Test
  void toFuture_bridgesToThreadsThatKnowNothing() throws Exception {
    try (Hub hub = Hub.start("other")) {
      CompletableFuture<String> future =
          Greenloom.<String>spawnOn(
                  hub,
                  () -> {
                    sleep(MOMENT);
                    return "value";
                  })
              .toFuture();
      assertThat(future.get()).isEqualTo("value");
      Greenlet<?> victim = spawnOn(hub, () -> sleep(LONG));
      victim.toFuture().cancel(true);
      victim.join();
      assertThat(victim.killed()).isTrue();
    }
  }

  // gevent test__event: TestAsyncResultCrossThread
  @Test
  void asyncResult_setOnAnotherThread_wakesThisOne() throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      AsyncResult<Integer> here = new AsyncResult<>();
      AsyncResult<Integer> back = new AsyncResult<>();
      int n = i;
      Runnable answer = () -> back.set(here.get() + 1);
      Thread other =
          i % 2 == 0 ? Thread.ofPlatform().start(answer) : Thread.ofVirtual().start(answer);
      here.set(n);
      assertThat(back.get(LONG)).isEqualTo(n + 1);
      other.join();
    }
  }

  @Test
  void closedHub_refusesNewGreenlets_andKillsThoseItHas() {
    Hub hub = Hub.start("short-lived");
    Greenlet<?> g = spawnOn(hub, () -> sleep(LONG));
    spawnOn(hub, () -> {}).join();
    hub.close();
    assertThat(g.killed()).isTrue();
    assertThatThrownBy(() -> spawnOn(hub, () -> {})).isInstanceOf(IllegalStateException.class);
    g.join();
    g.kill();
  }

  // --- interrupts ---

  @Test
  void interrupt_ofAPlatformThread_cancelsItsWait_andStaysSet() throws InterruptedException {
    for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
      GreenQueue<String> q = GreenQueue.unbounded();
      CompletableFuture<Boolean> outcome = new CompletableFuture<>();
      Thread t =
          builder.start(() -> {
            try {
              q.poll(LONG);
              outcome.complete(false);
            } catch (CancellationException e) {
              outcome.complete(Thread.currentThread().isInterrupted());
            }
          });
      while (!q.toString().contains("1 taking")) {
        Thread.sleep(1);
      }
      t.interrupt();
      assertThat(outcome.join()).as("cancelled, and still interrupted").isTrue();
      t.join();
      q.put("item");
      assertThat(q.poll()).isEqualTo("item");
    }
  }

  @Test
  void interruptedBefore_cancelsTheWait_butNotWhatNeedNotWait() {
    Event event = new Event();
    Thread.currentThread().interrupt();
    assertThatThrownBy(event::await).isInstanceOf(CancellationException.class);
    event.set();
    event.await();
    assertThat(Thread.interrupted()).isTrue();
  }
}
