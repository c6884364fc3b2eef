/**
 * Load for a server: many connections that ask over and over, and what that took.
 *
 * <p>Begin with {@link greenloom.app.load.LoadRun}.
 */
@NullMarked
package greenloom.app.load;

import org.jspecify.annotations.NullMarked;
