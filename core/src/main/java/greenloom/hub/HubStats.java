package greenloom.hub;

import greenloom.jdk.Features;

/**
 * What a hub has done so far, and what it stands on.
 *
 * @param name the hub's name
 * @param live green threads that have not ended, without those that have not begun
 * @param ready green threads that are ready to run
 * @param peak the most green threads that were live at one time
 * @param runs how often a green thread was run until its next wait
 * @param turns rounds of the loop
 * @param fromOutside wake-ups, spawns and other calls that came from other threads
 * @param sleeps how often the hub had nothing to do and slept
 * @param timers timers armed now
 * @param timersArmed timers armed so far
 * @param spares spare carriers started, because a green thread waited together with its carrier
 * @param seizures times the watchdog took the hub from a carrier that was blocked unannounced
 * @param socketWaits green threads and watchers that wait for sockets in the hub's own epoll now
 * @param watchers watchers that have not ended
 * @param wakeups how often another thread had to wake it through the operating system while it
 *     waited for sockets
 * @param monitorWakeups how often a green thread was woken to try whether it gets a monitor, for a
 *     {@code synchronized} block or on its way out of {@code Object.wait}
 * @param monitorHandOvers how often one of these did get it
 * @param unblocked how many of these wake-ups were the hub's own, and not the JDK's
 * @param causes why green threads became ready
 * @param readyDelay how long green threads that were ready had to wait for their turn; of a sample,
 *     some in each turn of the loop
 * @param slices how long green threads ran until their next wait; counted only while {@link
 *     Hub#timeSlices}, a {@link Recording} or Java Flight Recorder is on
 * @param poller where socket readiness comes from, and why if it is not the hub's own epoll
 * @param features what this JDK lets Greenloom do
 */
public record HubStats(
    String name,
    int live,
    int ready,
    int peak,
    long runs,
    long turns,
    long fromOutside,
    long sleeps,
    int timers,
    long timersArmed,
    int spares,
    int seizures,
    int socketWaits,
    int watchers,
    long wakeups,
    long monitorWakeups,
    long monitorHandOvers,
    long unblocked,
    WakeupCauses causes,
    Histogram readyDelay,
    Histogram slices,
    String poller,
    Features features) {
  static HubStats of(Hub hub) {
    Loop loop = hub.loop();
    LoopCounts counts = loop.counts();
    return new HubStats(
        hub.name(),
        loop.roster().live(),
        loop.ready(),
        loop.roster().peak(),
        loop.runs(),
        counts.turns,
        counts.fromOutside,
        counts.sleeps,
        loop.timers().size(),
        loop.timers().armed(),
        loop.baton().spares(),
        loop.baton().seizures(),
        loop.poller().waits(),
        Watchers.of(hub).size(),
        loop.poller().interrupts(),
        loop.monitors().wakeups(),
        loop.monitors().handOvers(),
        loop.monitors().unblocked(),
        causes(loop),
        counts.delay.histogram(),
        counts.slices.histogram(),
        loop.poller().name(),
        hub.features());
  }

  private static WakeupCauses causes(Loop loop) {
    LoopCounts counts = loop.counts();
    long monitors = loop.monitors().unblocked();
    long others = counts.byOutside + counts.byTimers + counts.bySockets + monitors;
    long all = loop.runs() + loop.ready();
    return new WakeupCauses(
        Math.max(0, all - others), counts.byOutside, counts.byTimers, counts.bySockets, monitors);
  }
}
