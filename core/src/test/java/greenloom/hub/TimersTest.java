package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimersTest {
  private static final Comparator<Timer> BY_TIME =
      Comparator.<Timer>comparingLong(t -> t.when).thenComparingLong(t -> t.order);

  private final Timers timers = new Timers();
  private final List<Timer> model = new ArrayList<>();

  @Test
  void first_empty() {
    assertThat(drain()).isEmpty();
    assertThat(timers.size()).isZero();
  }

  @Test
  void first_equalTimes_inOrderOfArming() {
    List<Timer> armed = Stream.generate(() -> arm(7, false)).limit(100).toList();
    assertThat(drain()).isEqualTo(armed);
  }

  @Test
  void remove_twice_doesNothing() {
    Timer t = arm(1, true);
    timers.remove(t);
    timers.remove(t);
    assertThat(timers.size()).isZero();
    assertThat(timers.ofJdk()).isZero();
    assertThat(timers.armed()).isEqualTo(1);
  }

  @Test
  void remove_neverArmed_doesNothing() {
    arm(1, false);
    timers.remove(timer(1, true));
    assertThat(timers.size()).isEqualTo(1);
    assertThat(timers.ofJdk()).isZero();
  }

  @Test
  void first_timesThatOverflow_keepTheirOrder() {
    Timer late = arm(Long.MIN_VALUE + 5, false);
    Timer early = arm(Long.MAX_VALUE - 5, false);
    assertThat(drain()).containsExactly(early, late);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void randomOperations_asTheModel(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      boolean growing = i / 4000 % 2 == 0;
      if (model.isEmpty() || random.nextInt(100) < (growing ? 70 : 30)) {
        arm(random.nextInt(500), random.nextBoolean());
      } else if (random.nextBoolean()) {
        removeSome(random);
      } else {
        assertThat(timers.first() == soonest()).isTrue();
        remove(soonest());
      }
      assertSameSize();
    }
    assertThat(drain()).isEqualTo(sorted());
  }

  @Test
  void shrink_afterManyTimers_keepsTheRest() {
    Random random = new Random(11);
    for (int i = 0; i < 10_000; i++) {
      arm(random.nextInt(), false);
    }
    while (model.size() > 50) {
      remove(model.getLast());
    }
    assertThat(drain()).isEqualTo(sorted());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void fewDurations_cancelledAndFired_needNoHeap(long seed) {
    Random random = new Random(seed);
    long[] durations = {30_000, 5, 1_000, 100};
    for (long now = 0; now < 10_000; now++) {
      arm(now + durations[random.nextInt(4)], false);
      if (random.nextInt(3) == 0) {
        removeSome(random);
      }
      while (!model.isEmpty() && soonest().when <= now) {
        assertThat(timers.first() == soonest()).isTrue();
        remove(soonest());
      }
      if (now > 100) {
        assertThat(timers.inHeap()).isLessThan(10); // what stood there before each had its run
      }
    }
    assertThat(drain()).isEqualTo(sorted());
  }

  @Test
  void singleTimersFarAway_giveWayToTheOthers() {
    for (int days = 100; days > 0; days--) {
      arm(days * 1_000_000L, false);
    }
    for (int i = 0; i < 1000; i++) {
      arm(i, false);
    }
    assertThat(timers.inHeap()).isLessThanOrEqualTo(100);
    assertThat(drain()).isEqualTo(sorted());
  }

  private Timer timer(long when, boolean ofJdk) {
    return new Timer(null, when, ofJdk, () -> {});
  }

  private Timer arm(long when, boolean ofJdk) {
    Timer t = timer(when, ofJdk);
    timers.add(t);
    model.add(t);
    return t;
  }

  private void remove(Timer t) {
    timers.remove(t);
    model.remove(t);
    assertThat(t.place).isEqualTo(-1);
    assertThat(t.run).isNull();
  }

  private void removeSome(Random random) {
    remove(model.get(random.nextInt(model.size())));
  }

  private void assertSameSize() {
    assertThat(timers.size()).isEqualTo(model.size());
    assertThat(timers.ofJdk()).isEqualTo((int) model.stream().filter(t -> t.ofJdk).count());
  }

  private Timer soonest() {
    return model.stream().min(BY_TIME).orElseThrow();
  }

  private List<Timer> sorted() {
    return model.stream().sorted(BY_TIME).collect(Collectors.toList());
  }

  private List<Timer> drain() {
    List<Timer> all = new ArrayList<>();
    for (Timer t = timers.first(); t != null; t = timers.first()) {
      timers.remove(t);
      all.add(t);
    }
    return all;
  }
}
