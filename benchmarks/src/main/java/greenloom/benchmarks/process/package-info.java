/** What it costs to work with other processes. */
@NullMarked
package greenloom.benchmarks.process;

import org.jspecify.annotations.NullMarked;
