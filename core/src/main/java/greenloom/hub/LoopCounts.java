package greenloom.hub;

/** What a loop counts as it goes, once a turn or more seldom. The hub's carrier only. */
final class LoopCounts {
  long turns;
  long fromOutside;
  long sleeps;

  // who became ready, by what
  long byOutside;
  long byTimers;
  long bySockets;

  final QueueDelay delay = new QueueDelay();

  /** Of runs, while somebody looks on. */
  final Durations slices = new Durations();
}
