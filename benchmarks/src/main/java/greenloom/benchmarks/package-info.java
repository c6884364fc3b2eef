/** What a switch, a spawn and a wait cost. */
@NullMarked
package greenloom.benchmarks;

import org.jspecify.annotations.NullMarked;
