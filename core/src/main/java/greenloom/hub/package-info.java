/**
 * The loop below everything: what runs next, what waits, and until when.
 *
 * <p>Begin with {@link greenloom.hub.Hub}. A program needs little of the rest: {@link
 * greenloom.hub.Watcher} for callbacks, {@link greenloom.hub.Awaitable} for things of its own to
 * wait on, and what comes out of waits, {@link greenloom.hub.TimeoutExpired}, {@link
 * greenloom.hub.GreenletExit} and {@link greenloom.hub.DeadlockException}. How it works is told
 * file by file in {@code docs/design.md}, and who may touch what in {@code docs/threads.md}.
 */
package greenloom.hub;
