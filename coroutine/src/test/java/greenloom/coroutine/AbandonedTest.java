package greenloom.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.jdk.Reaper;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Generators that nobody can reach any more. */
@Isolated // the reaper is one for the program
class AbandonedTest {
  private final AtomicInteger closed = new AtomicInteger();
  private final List<Thread> closers = new CopyOnWriteArrayList<>();

  @AfterEach
  void noReaper() {
    Reaper.install(null);
  }

  private Generator<Integer> watched() {
    return Generator.of(out -> {
      try {
        out.yield(1);
        out.yield(2);
      } finally {
        closers.add(Thread.currentThread());
        closed.incrementAndGet();
      }
    });
  }

  private void abandon(int n) {
    for (int i = 0; i < n; i++) {
      watched().next();
    }
  }

  @Test
  void platformOwner_nextOperation_closesThem() {
    abandon(50);
    Collecting.until(() -> {
      Coroutine.current(); // any use will do
      return closed.get() == 50;
    });
    assertThat(closers).containsOnly(Thread.currentThread());
  }

  @Test
  void platformOwner_nextOfAnother_closesThem() {
    Generator<Integer> other =
        Generator.of(out -> {
          while (true) {
            out.yield(0);
          }
        });
    other.next();
    abandon(5);
    Collecting.until(() -> {
      other.next();
      return closed.get() == 5;
    });
    other.close();
  }

  @Test
  void platformOwner_coroutineAbandonedWithIt_isNoTrouble() {
    WeakReference<Coroutine> gone = switchedAway();
    Collecting.until(() -> {
      Coroutine.current();
      return gone.refersTo(null);
    });
  }

  private static WeakReference<Coroutine> switchedAway() {
    Coroutine main = Coroutine.current();
    Coroutine c = Coroutine.of(x -> Generator.of(out -> out.yield(main.switchTo())).next());
    c.switchTo();
    return new WeakReference<>(c);
  }

  @Test
  void reaper_takesThem_closedInAFreshThread() throws Exception {
    List<Thread> owners = new CopyOnWriteArrayList<>();
    Reaper.install((owner, close) -> {
      owners.add(owner);
      Thread.ofVirtual().start(close);
      return true;
    });
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch abandoned = new CountDownLatch(1);
    FutureTask<Void> body =
        new FutureTask<>(() -> {
          abandon(20);
          abandoned.countDown();
          end.await();
          Coroutine.current(); // must not close anything twice
          assertThat(watched().next()).isEqualTo(1);
          return null;
        });
    Thread owner = Thread.ofVirtual().start(body);
    abandoned.await();
    Collecting.until(() -> closed.get() == 20);
    end.countDown();
    body.get();
    assertThat(owners).containsOnly(owner);
    assertThat(closers).doesNotContain(owner);
    assertThat(closed).hasValue(20);
  }

  @Test
  void reaper_innerGeneratorStoodInTheWay_bothEnd() throws Exception {
    Reaper.install((owner, close) -> {
      Thread.ofVirtual().start(close);
      return true;
    });
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch abandoned = new CountDownLatch(1);
    FutureTask<Void> body =
        new FutureTask<>(() -> {
          abandonNested();
          abandoned.countDown();
          end.await();
          return null;
        });
    Thread.ofVirtual().start(body);
    abandoned.await();
    Collecting.until(() -> closed.get() == 2);
    end.countDown();
    body.get();
  }

  /** The outer one is suspended by its inner one's body. */
  private void abandonNested() {
    Generator<Integer> outer =
        Generator.of(out -> {
          Generator<Integer> inner =
              Generator.of(in -> {
                try {
                  out.yield(1);
                  in.yield(2);
                } finally {
                  closed.incrementAndGet();
                }
              });
          try {
            out.yield(inner.next());
          } finally {
            closed.incrementAndGet();
          }
        });
    outer.next();
  }

  @Test
  void reaper_declines_ownerClosesThem() {
    AtomicInteger asked = new AtomicInteger();
    Reaper.install((owner, close) -> {
      asked.incrementAndGet();
      return false;
    });
    abandon(3);
    Collecting.until(() -> {
      Coroutine.current();
      return closed.get() == 3;
    });
    assertThat(asked.get()).isGreaterThanOrEqualTo(3);
  }

  /** Installs a reaper that declines, and notes down for whom it was asked. */
  private static List<Thread> declining() {
    List<Thread> owners = new CopyOnWriteArrayList<>();
    Reaper.install((owner, close) -> {
      owners.add(owner);
      return false;
    });
    return owners;
  }

  @Test
  void deadOwner_neverClosed() throws Exception {
    List<Thread> asked = declining();
    WeakReference<?>[] gone = new WeakReference<?>[1];
    Thread t =
        Thread.ofPlatform()
            .start(() -> {
              Generator<Integer> g = watched();
              g.next();
              gone[0] = new WeakReference<>(g);
            });
    t.join();
    Collecting.until(() -> gone[0].refersTo(null));
    Coroutine.current();
    assertThat(closed).hasValue(0);
    assertThat(asked).doesNotContain(t);
  }

  @Test
  void endedOrUnstarted_outOfReach_nothingIsClosed() throws Exception {
    List<Thread> asked = declining();
    FutureTask<Void> body =
        new FutureTask<>(() -> {
          WeakReference<?> unstarted = new WeakReference<>(watched());
          WeakReference<?> ended = ended();
          Collecting.until(() -> unstarted.refersTo(null) && ended.refersTo(null));
          Coroutine.current();
          return null;
        });
    Thread t = Thread.ofPlatform().start(body);
    body.get();
    assertThat(asked).doesNotContain(t);
    assertThat(closed).hasValue(1);
  }

  private WeakReference<?> ended() {
    Generator<Integer> g = watched();
    g.forEachRemaining(i -> {});
    return new WeakReference<>(g);
  }

  @Test
  void end_afterwards_keepsNeitherBodyNorElements() {
    Object kept = new Object();
    WeakReference<?> gone = new WeakReference<>(kept);
    Generator<Object> g = endedWith(kept);
    kept = null;
    Collecting.until(() -> gone.refersTo(null));
    assertThat(g.hasNext()).isFalse();
  }

  private static Generator<Object> endedWith(Object element) {
    Generator<Object> g = Generator.of(out -> out.yield(element));
    g.forEachRemaining(x -> {});
    return g;
  }
}
