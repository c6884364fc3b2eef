/** Programs to read and to copy, one file each. */
@NullMarked
package greenloom.examples;

import org.jspecify.annotations.NullMarked;
