/**
 * Events, results, locks and queues whose waits let the other greenlets run.
 *
 * <p>Any thread may use any of them: green threads of all hubs, platform threads, the JDK's virtual
 * threads. All of them serve those who wait first come, first served, and hand over directly, so
 * that nobody who comes later gets what somebody waits for. A wait ends by what it is for, by its
 * own limit, by a kill or a time limit of the waiting thread, and by an interrupt, which is a
 * {@link java.util.concurrent.CancellationException} and leaves the status set; whoever leaves in
 * any but the first way has taken nothing.
 */
package greenloom.sync;
