/**
 * A short form of all measurements in one go, and the file that it writes.
 *
 * <p>Begin with {@link greenloom.benchmarks.suite.Suite}.
 */
@NullMarked
package greenloom.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
