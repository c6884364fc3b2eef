package greenloom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.coroutine.Coroutine;
import java.util.Iterator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rival of each benchmark does what it is measured for, as often as it says. */
class RivalsTest {
  @ParameterizedTest
  @EnumSource
  void turn_ofEachRival_isTaken(SwitchBenchmark.Rival rival) throws Exception {
    SwitchBenchmark benchmark = new SwitchBenchmark();
    benchmark.rival = rival;
    benchmark.prepare();
    assertThat(benchmark.turn()).isEqualTo(SwitchBenchmark.TURNS);
    assertThat(benchmark.turn()).isEqualTo(SwitchBenchmark.TURNS);
  }

  @ParameterizedTest
  @EnumSource
  void made_byEachRival_isNewAndUnstarted(CreateBenchmark.Rival rival) {
    CreateBenchmark benchmark = new CreateBenchmark();
    benchmark.rival = rival;
    benchmark.prepare();
    Object made = benchmark.made();
    assertThat(benchmark.made()).isNotSameAs(made);
    switch (made) {
      case Thread thread -> assertThat(thread.getState()).isEqualTo(Thread.State.NEW);
      case Coroutine coroutine -> assertThat(coroutine.started()).isFalse();
      case Iterator<?> elements -> assertThat(elements.next()).isSameAs(benchmark);
      default -> assertThat(made.getClass().getSimpleName()).endsWith("Continuation");
    }
  }

  @ParameterizedTest
  @EnumSource
  void yield_ofEachRival_isDone(YieldBenchmark.Rival rival) throws Exception {
    YieldBenchmark benchmark = new YieldBenchmark();
    benchmark.rival = rival;
    benchmark.prepare();
    assertThat(benchmark.yielded()).isEqualTo(YieldBenchmark.YIELDS);
  }

  @ParameterizedTest
  @EnumSource
  void switch_ofEachRival_isMade(WatchedBenchmark.Rival rival) throws Exception {
    WatchedBenchmark benchmark = new WatchedBenchmark();
    benchmark.rival = rival;
    benchmark.prepare();
    assertThat(benchmark.switched()).isEqualTo(WatchedBenchmark.SWITCHES);
    benchmark.end();
  }

  @ParameterizedTest
  @EnumSource
  void turn_ofEachRival_isHandedOver(ParkBenchmark.Rival rival) throws Exception {
    ParkBenchmark benchmark = new ParkBenchmark();
    benchmark.rival = rival;
    benchmark.prepare();
    assertThat(benchmark.handedOver()).isEqualTo(ParkBenchmark.HAND_OVERS);
  }

  @ParameterizedTest
  @EnumSource
  void task_ofEachRival_isRun(SpawnBenchmark.Rival rival) throws Exception {
    for (int ahead : new int[] {1, 1000}) {
      SpawnBenchmark benchmark = new SpawnBenchmark();
      benchmark.rival = rival;
      benchmark.ahead = ahead;
      benchmark.tasks = 2000;
      benchmark.prepare();
      assertThat(benchmark.task()).isEqualTo(2000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void item_ofEachRival_isHandedOver(QueueBenchmark.Rival rival) throws Exception {
    for (int capacity : new int[] {0, 16}) {
      QueueBenchmark benchmark = new QueueBenchmark();
      benchmark.rival = rival;
      benchmark.capacity = capacity;
      benchmark.prepare();
      assertThat(benchmark.handedOver()).isEqualTo(QueueBenchmark.ITEMS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void work_ofEachRival_isDone(CoresBenchmark.Rival rival) throws Exception {
    for (CoresBenchmark.Work work : CoresBenchmark.Work.values()) {
      CoresBenchmark benchmark = new CoresBenchmark();
      benchmark.rival = rival;
      benchmark.work = work;
      benchmark.tokens = 10;
      benchmark.prepare();
      assertThat(benchmark.done()).isEqualTo(CoresBenchmark.TASKS);
      benchmark.end();
    }
  }

  @ParameterizedTest
  @EnumSource
  void item_ofEachRival_isHandedToAnotherProcessor(HubsBenchmark.Rival rival) throws Exception {
    for (int capacity : new int[] {0, 16}) {
      HubsBenchmark benchmark = new HubsBenchmark();
      benchmark.rival = rival;
      benchmark.capacity = capacity;
      benchmark.prepare();
      assertThat(benchmark.handedOver()).isEqualTo(HubsBenchmark.ITEMS);
      benchmark.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void permit_ofEachRival_isHandedOver(SemaphoreBenchmark.Rival rival) throws Exception {
    SemaphoreBenchmark benchmark = new SemaphoreBenchmark();
    benchmark.rival = rival;
    benchmark.prepare();
    assertThat(benchmark.handedOver()).isEqualTo(SemaphoreBenchmark.TURNS);
  }

  @ParameterizedTest
  @EnumSource
  void waiter_ofEachRival_isWoken(BroadcastBenchmark.Rival rival) throws Exception {
    BroadcastBenchmark benchmark = new BroadcastBenchmark();
    benchmark.rival = rival;
    benchmark.prepare();
    assertThat(benchmark.woken()).isEqualTo(BroadcastBenchmark.WAITERS * BroadcastBenchmark.EVENTS);
  }

  @ParameterizedTest
  @EnumSource
  void item_ofEachRival_isMapped(ImapBenchmark.Rival rival) throws Exception {
    ImapBenchmark benchmark = new ImapBenchmark();
    benchmark.rival = rival;
    benchmark.prepare();
    assertThat(benchmark.mapped()).isEqualTo(ImapBenchmark.ITEMS);
  }

  @ParameterizedTest
  @EnumSource
  void victim_ofEachRival_isEnded(KillBenchmark.Rival rival) throws Exception {
    KillBenchmark benchmark = new KillBenchmark();
    benchmark.rival = rival;
    benchmark.prepare();
    assertThat(benchmark.ended()).isEqualTo(KillBenchmark.VICTIMS);
  }

  @ParameterizedTest
  @EnumSource
  void limit_ofEachRival_isArmed(TimerBenchmark.Rival rival) throws Exception {
    for (int others : new int[] {0, 1000}) {
      TimerBenchmark benchmark = new TimerBenchmark();
      benchmark.rival = rival;
      benchmark.others = others;
      benchmark.prepare();
      assertThat(benchmark.limit()).isEqualTo(TimerBenchmark.LIMITS);
      benchmark.end();
    }
  }

  @ParameterizedTest
  @EnumSource
  void parked_ofEachRival_takeHeapAndEnd(ParkedBenchmark.Rival rival) throws Exception {
    ParkedBenchmark benchmark = new ParkedBenchmark();
    benchmark.rival = rival;
    benchmark.count = 3_000;
    ParkedBenchmark.Found found = new ParkedBenchmark.Found();
    benchmark.prepare();
    assertThat(benchmark.parked(found)).isEqualTo(3_000);
    assertThat(found.bytesEach).isBetween(50L, 20_000L);
  }

  @ParameterizedTest
  @EnumSource
  void asleep_ofEachRival_takeHeapAndEnd(SleepersBenchmark.Rival rival) throws Exception {
    SleepersBenchmark benchmark = new SleepersBenchmark();
    benchmark.rival = rival;
    benchmark.count = 3_000;
    SleepersBenchmark.Found found = new SleepersBenchmark.Found();
    benchmark.prepare();
    assertThat(benchmark.asleep(found)).isEqualTo(3_000);
    assertThat(found.megabytes).isBetween(0L, 60L);
  }
}
