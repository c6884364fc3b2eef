/** A short form of all measurements in one go, and the file that it writes. */
@NullMarked
package greenloom.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
