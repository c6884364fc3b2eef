/**
 * The everyday words: spawn, wait, kill, time out, and the groups and pools of greenlets.
 *
 * <p>Begin with {@link greenloom.Greenloom}, whose static words start greenlets and wait for them,
 * and {@link greenloom.Greenlet}, which they return. {@link greenloom.Scope} keeps greenlets within
 * a block, {@link greenloom.Group} and {@link greenloom.Pool} hold many, and {@link
 * greenloom.ThreadPool} takes what would hold a hub up. {@link greenloom.DagPool}, {@link
 * greenloom.RateLimiter} and {@link greenloom.Retry} are made of these, {@link
 * greenloom.GreenExecutor} and {@link greenloom.GreenFlow} lead to the JDK's words. What greenlets
 * wait on is in {@link greenloom.sync}.
 */
package greenloom;
