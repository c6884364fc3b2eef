/**
 * A clock that jumps, an order that repeats and checks that nothing was left behind.
 *
 * <p>Begin with {@link greenloom.testing.TestHub}, which runs the body of a test in a greenlet.
 */
package greenloom.testing;
