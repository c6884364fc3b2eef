package greenloom.app.load;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.testing.TestHub;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the connections are told; time stands where the test puts it. */
class PaceTest {
  private static final long FAR = Long.MAX_VALUE / 4;

  private static Period openPeriod() {
    long now = System.nanoTime();
    return new Period(now, now, now + FAR);
  }

  private static Schedule schedule(long first, long limit) {
    return new Schedule(1_000_000, 1000, first, limit);
  }

  // --- closed loop ---

  @Test
  void closedLoop_givesNow_untilThereWereEnough() {
    ClosedLoop pace = new ClosedLoop(openPeriod(), 2);
    long before = System.nanoTime();
    assertThat(pace.next()).isBetween(before, System.nanoTime());
    assertThat(pace.next()).isNotEqualTo(Pace.OVER);
    assertThat(pace.next()).isEqualTo(Pace.OVER);
  }

  @Test
  void closedLoop_warmUp_isNotCounted() {
    long now = System.nanoTime();
    ClosedLoop pace = new ClosedLoop(new Period(now, now + FAR, now + 2 * FAR), 1);
    for (int i = 0; i < 10; i++) {
      assertThat(pace.next()).isNotEqualTo(Pace.OVER);
    }
  }

  @Test
  void closedLoop_endsWithThePeriod_andWhenStopped() {
    long now = System.nanoTime();
    assertThat(new ClosedLoop(new Period(now, now, now), Long.MAX_VALUE).next())
        .isEqualTo(Pace.OVER);
    ClosedLoop pace = new ClosedLoop(openPeriod(), Long.MAX_VALUE);
    pace.stop();
    assertThat(pace.next()).isEqualTo(Pace.OVER);
  }

  // --- open loop ---

  @Test
  void openLoop_givesTheTimesOfTheSchedule_toWhoeverWaitsLongest() {
    TestHub.virtual()
        .run(() -> {
          OpenLoop pace = new OpenLoop(openPeriod(), schedule(0, 4), 0, 1);
          List<String> told = new ArrayList<>();
          List<Greenlet<?>> connections = new ArrayList<>();
          for (String name : List.of("a", "b")) {
            connections.add(
                spawn(() -> {
                  for (long t = pace.next(); t != Pace.OVER; t = pace.next()) {
                    told.add(name + t / 1_000_000);
                  }
                  told.add(name + " ends");
                }));
          }
          yieldNow();
          assertThat(told).isEmpty();
          for (int i = 0; i < 4; i++) {
            pace.due();
            yieldNow();
          }
          assertThat(told).containsExactly("a1", "b2", "a3", "b4");
          pace.due(); // there are no more
          joinAll(connections);
          assertThat(told).endsWith("a ends", "b ends");
          assertThat(pace.begun()).isEqualTo(4);
        });
  }

  /** All connections are busy for long: the times do not move. */
  @Test
  void openLoop_takenLate_givesTheTimeThatWasMeant() {
    TestHub.virtual()
        .run(() -> {
          OpenLoop pace = new OpenLoop(openPeriod(), schedule(0, 100), 0, 1);
          for (int i = 0; i < 50; i++) {
            pace.due();
          }
          for (int i = 0; i < 50; i++) {
            assertThat(pace.next()).isEqualTo(1_000_000L * (1 + i));
          }
        });
  }

  @Test
  void openLoop_takesEachThird_andDoesNotCountTheWarmUp() {
    TestHub.virtual()
        .run(() -> {
          OpenLoop pace = new OpenLoop(openPeriod(), schedule(-4, 5), -3, 3);
          for (int i = 0; i < 4; i++) {
            pace.due();
          }
          assertThat(pace.next()).isEqualTo(1_000_000L - 3_000_000);
          assertThat(pace.next()).isEqualTo(1_000_000L);
          assertThat(pace.next()).isEqualTo(1_000_000L + 3_000_000);
          assertThat(pace.next()).isEqualTo(Pace.OVER);
          assertThat(pace.begun()).isEqualTo(2);
        });
  }

  @Test
  void openLoop_stopped_endsAllWhoWait() {
    TestHub.virtual()
        .run(() -> {
          OpenLoop pace = new OpenLoop(openPeriod(), schedule(0, 100), 0, 1);
          List<Greenlet<Long>> waiting = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            waiting.add(spawn(pace::next));
          }
          yieldNow();
          pace.stop();
          joinAll(waiting);
          assertThat(waiting).allSatisfy(g -> assertThat(g.get()).isEqualTo(Pace.OVER));
          assertThat(pace.begun()).isZero();
        });
  }

  @Test
  void openLoop_afterThePeriod_beginsNothingMore() {
    TestHub.virtual()
        .run(() -> {
          long now = System.nanoTime();
          OpenLoop pace = new OpenLoop(new Period(now, now, now), schedule(0, 100), 0, 1);
          pace.due();
          assertThat(pace.next()).isEqualTo(Pace.OVER);
          assertThat(pace.begun()).isZero();
        });
  }

  /** The pacer hands out the whole schedule by turns, and then one more to each. */
  @Test
  void pacer_makesEachRequestDueOnce() {
    TestHub.real()
        .run(() -> {
          long now = System.nanoTime();
          Schedule schedule = new Schedule(now, 1e6, -7, 100);
          Period period = new Period(now, now, now + FAR);
          OpenLoop one = new OpenLoop(period, schedule, -7, 2);
          OpenLoop two = new OpenLoop(period, schedule, -6, 2);
          List<Greenlet<List<Long>>> takers = new ArrayList<>();
          for (OpenLoop loop : List.of(one, two)) {
            takers.add(
                spawn(() -> {
                  List<Long> times = new ArrayList<>();
                  for (long t = loop.next(); t != Pace.OVER; t = loop.next()) {
                    assertThat(System.nanoTime()).isGreaterThanOrEqualTo(t);
                    times.add((t - now) / 1000);
                  }
                  return times;
                }));
          }
          try (Hub.Hold _ = Hub.current().keepOpen()) {
            new Pacer(schedule, List.of(one, two)).start();
            List<Long> all = new ArrayList<>(takers.get(0).get());
            assertThat(all).startsWith(-7L, -5L).hasSize(54);
            all.addAll(takers.get(1).get());
            assertThat(all.stream().sorted().toList())
                .isEqualTo(LongStream.range(-7, 100).boxed().toList());
            assertThat(one.begun() + two.begun()).isEqualTo(100);
          }
        });
  }
}
