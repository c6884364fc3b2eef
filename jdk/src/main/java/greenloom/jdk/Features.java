package greenloom.jdk;

/**
 * What Greenloom found it can do on this JDK; the result of the self-test at start.
 *
 * @param access how {@code java.base} was opened
 * @param hooks green threads tell when they resume and when they are about to park pinned; without
 *     it a kill is an interrupt and a pinned wait holds up its hub
 * @param tasks green threads carry their record themselves; without it the record is looked up, and
 *     deadlocks are not reported
 * @param timers timed waits of the JDK come to the scheduler; without it the JDK's timer threads
 *     wake the hub
 * @param groups green threads stand in thread dumps under their hub
 * @param threadEnd the end of a platform thread closes its hub
 * @param monitors a hub wakes those of its green threads whose turn it is at a monitor itself;
 *     without it a thread of the JDK does, which takes ten times as long
 * @param poller where socket readiness comes from: {@code "epoll"}, each hub's own; {@code "epoll,
 *     armed for each wait: "}, the same at a higher price, and why; or {@code "portable: "}, the
 *     JDK's poller threads, which wake the hub, and why. Found out when the first hub is made
 */
public record Features(
    String access,
    boolean hooks,
    boolean tasks,
    boolean timers,
    boolean groups,
    boolean threadEnd,
    boolean monitors,
    String poller) {
  static final String EPOLL = "epoll";
  static final String ONCE = EPOLL + ", armed for each wait: ";
  static final String PORTABLE = "portable: ";

  /** Returns whether hubs can wait for sockets themselves. */
  public boolean epoll() {
    return poller.startsWith(EPOLL);
  }

  Features with(String found) {
    return new Features(access, hooks, tasks, timers, groups, threadEnd, monitors, found);
  }
}
