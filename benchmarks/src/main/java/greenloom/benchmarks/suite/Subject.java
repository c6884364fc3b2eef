package greenloom.benchmarks.suite;

import greenloom.benchmarks.BroadcastBenchmark;
import greenloom.benchmarks.CoresBenchmark;
import greenloom.benchmarks.CreateBenchmark;
import greenloom.benchmarks.HubsBenchmark;
import greenloom.benchmarks.ImapBenchmark;
import greenloom.benchmarks.KillBenchmark;
import greenloom.benchmarks.MonitorBenchmark;
import greenloom.benchmarks.MonitorBenchmark.Rival;
import greenloom.benchmarks.ParkBenchmark;
import greenloom.benchmarks.ParkedBenchmark;
import greenloom.benchmarks.QueueBenchmark;
import greenloom.benchmarks.RouterBenchmark;
import greenloom.benchmarks.SemaphoreBenchmark;
import greenloom.benchmarks.SleepersBenchmark;
import greenloom.benchmarks.SpawnBenchmark;
import greenloom.benchmarks.SwitchBenchmark;
import greenloom.benchmarks.TimerBenchmark;
import greenloom.benchmarks.WatchedBenchmark;
import greenloom.benchmarks.YieldBenchmark;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is measured: one method of a benchmark, and one table of the report. */
@SuppressWarnings("ImmutableEnumChecker") // nobody can change these lists, nor a record
enum Subject {
  SWITCH(
      "One turn: one piece of code stops, another goes on; ns",
      SwitchBenchmark.class,
      "turn",
      SwitchBenchmark.Rival.values(),
      "JDK_CONTINUATION",
      Effort.SHORT),
  CREATE(
      "Something that can be suspended, made and dropped unstarted; ns",
      CreateBenchmark.class,
      "made",
      CreateBenchmark.Rival.values(),
      "JDK_CONTINUATION",
      Effort.SHORTER),
  YIELD(
      "One yield with nobody else ready; ns",
      YieldBenchmark.class,
      "yielded",
      YieldBenchmark.Rival.values(),
      "BARE_VIRTUAL_THREAD",
      Effort.SHORT),
  WATCHED(
      "One switch of two that yield to each other, and who looks on; ns",
      WatchedBenchmark.class,
      "switched",
      WatchedBenchmark.Rival.values(),
      "NOBODY",
      Effort.SHORT),
  PARK(
      "One turn handed over by unpark and park; ns",
      ParkBenchmark.class,
      "handedOver",
      ParkBenchmark.Rival.values(),
      "VIRTUAL_THREADS_1",
      Effort.SHORT),
  SPAWN(
      "One task started, run and joined, so many started ahead; ns",
      SpawnBenchmark.class,
      "task",
      SpawnBenchmark.Rival.values(),
      "VIRTUAL_THREADS_1",
      new Effort(2, 1, 2, 3.5),
      "ahead",
      "1",
      "1000",
      "10000",
      "1000000"),
  QUEUE(
      "One item handed over through a queue of so many; ns",
      QueueBenchmark.class,
      "handedOver",
      QueueBenchmark.Rival.values(),
      "VIRTUAL_THREADS_1",
      Effort.SHORTER,
      "capacity",
      "0",
      "16"),
  SEMAPHORE(
      "One permit handed over; ns",
      SemaphoreBenchmark.class,
      "handedOver",
      SemaphoreBenchmark.Rival.values(),
      "VIRTUAL_THREADS_1",
      Effort.SHORTER),
  EVENT(
      "One of 1,000 that wait for the same event woken; ns",
      BroadcastBenchmark.class,
      "woken",
      BroadcastBenchmark.Rival.values(),
      "VIRTUAL_THREADS_1",
      Effort.SHORTER),
  IMAP(
      "One item through a function that does nothing, 100 at a time, in order; ns",
      ImapBenchmark.class,
      "mapped",
      ImapBenchmark.Rival.values(),
      "VIRTUAL_THREADS_1",
      Effort.SHORTER),
  KILL(
      "One of 10,000 started, waiting, ended from outside, joined; ns",
      KillBenchmark.class,
      "ended",
      KillBenchmark.Rival.values(),
      "VIRTUAL_THREADS_1",
      Effort.SHORTER),
  HUBS(
      "One item handed from one processor to another through a queue of so many; ns",
      HubsBenchmark.class,
      "handedOver",
      HubsBenchmark.Rival.values(),
      "VIRTUAL_THREADS",
      Effort.SHORTER,
      "capacity",
      "0",
      "16"),
  CORES(
      "One task, or request to a server, of some hundred microseconds of computing; us",
      CoresBenchmark.class,
      "done",
      CoresBenchmark.Rival.values(),
      "ONE_HUB",
      Effort.SHORT,
      "work",
      "TASKS",
      "REQUESTS"),
  ROUTER(
      "One virtual thread that a platform thread starts, run by the default scheduler; ns",
      RouterBenchmark.class,
      "started",
      RouterBenchmark.Rival.values(),
      "HUB",
      Effort.SHORT),
  NOTIFY(
      "One turn of two that wait for each other's notify; us",
      MonitorBenchmark.class,
      "notified",
      MonitorBenchmark.Rival.values(),
      "GREENLETS_LEFT_TO_THE_JDK",
      Effort.SHORT),
  ENTER(
      "One synchronized block handed over to who stands before it; us",
      MonitorBenchmark.class,
      "contended",
      new Enum<?>[] {Rival.GREENLETS, Rival.GREENLETS_LEFT_TO_THE_JDK},
      "GREENLETS_LEFT_TO_THE_JDK",
      Effort.SHORT),
  TIMER(
      "One time limit armed and called off, with so many others pending; ns",
      TimerBenchmark.class,
      "limit",
      TimerBenchmark.Rival.values(),
      "SCHEDULED_EXECUTOR",
      Effort.SHORTER,
      "others",
      "0",
      "100000"),
  PARKED(
      "100,000 parked: bytes of heap each (gevent: of resident memory)",
      ParkedBenchmark.class,
      "parked:bytesEach",
      ParkedBenchmark.Rival.values(),
      "VIRTUAL_THREADS_1",
      new Effort(1, 2, 3, 4)),
  SLEEPERS(
      "1,000,000 that sleep one second: seconds until all have ended",
      SleepersBenchmark.class,
      "ended",
      SleepersBenchmark.Rival.values(),
      "VIRTUAL_THREADS_1",
      new Effort(2, 0, 1, 6)),
  ASLEEP(
      "1,000,000 asleep: megabytes of heap (gevent: of resident memory)",
      SleepersBenchmark.class,
      "asleep:megabytes",
      SleepersBenchmark.Rival.values(),
      "VIRTUAL_THREADS_1",
      new Effort(1, 0, 1, 9));

  private final String title;
  private final Class<?> benchmark;
  private final String method;
  private final List<String> rivals;
  private final String base;
  private final Effort effort;
  private final String parameter;
  private final List<String> variants;

  Subject(
      String title,
      Class<?> benchmark,
      String method,
      Enum<?>[] rivals,
      String base,
      Effort effort) {
    this(title, benchmark, method, rivals, base, effort, "", "");
  }

  Subject(
      String title,
      Class<?> benchmark,
      String method,
      Enum<?>[] rivals,
      String base,
      Effort effort,
      String parameter,
      String... variants) {
    this.title = title;
    this.benchmark = benchmark;
    this.method = method;
    this.rivals = Stream.of(rivals).map(Enum::name).toList();
    this.base = base;
    this.effort = effort;
    this.parameter = parameter;
    this.variants = List.of(variants);
  }

  /** What it is called on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is measured, and its unit. */
  String title() {
    return title;
  }

  /** The class that measures it. */
  Class<?> benchmark() {
    return benchmark;
  }

  /** The method that measures it. */
  String method() {
    return method.replaceFirst(":.*", "");
  }

  /** The value besides the time that counts; empty if the time does. */
  String secondary() {
    return method.contains(":") ? method.replaceFirst(".*:", "") : "";
  }

  /** The rivals that run in a JVM. */
  List<String> rivals() {
    return rivals;
  }

  /** The rival that the others are compared with. */
  String base() {
    return base;
  }

  /** How much is done for each rival. */
  Effort effort() {
    return effort;
  }

  /** The parameter of which there are variants; empty if there is none. */
  String parameter() {
    return parameter;
  }

  /** Whether a script of Python measures it, too. */
  boolean inPython() {
    return switch (this) {
      case ASLEEP, HUBS, WATCHED, CORES, ROUTER, NOTIFY, ENTER -> false;
      default -> true;
    };
  }

  /** The values of the parameter; one empty string if there is none. */
  List<String> variants() {
    return variants;
  }
}
