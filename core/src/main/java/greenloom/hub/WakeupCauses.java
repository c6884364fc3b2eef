package greenloom.hub;

/**
 * Why green threads of a hub became ready, how often. A thread that is woken twice before it runs
 * counts once, by the first.
 *
 * @param neighbours by other green threads of the hub: woken, spawned, or after a yield of their
 *     own
 * @param outside by other threads: woken, spawned
 * @param timers a sleep or a limit was over
 * @param sockets a socket was ready; with the portable poller these come from outside
 * @param monitors a monitor was let go of
 */
public record WakeupCauses(
    long neighbours, long outside, long timers, long sockets, long monitors) {}
