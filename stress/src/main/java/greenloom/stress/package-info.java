/** What the long runs have in common: what they found, how far they are, the file they write. */
@NullMarked
package greenloom.stress;

import org.jspecify.annotations.NullMarked;
