/**
 * What a switch, a spawn and a wait cost.
 *
 * <p>Begin with {@link greenloom.benchmarks.SwitchBenchmark}; the others are made like it.
 */
@NullMarked
package greenloom.benchmarks;

import org.jspecify.annotations.NullMarked;
