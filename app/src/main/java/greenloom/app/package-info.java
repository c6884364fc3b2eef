/** The command line program. */
@NullMarked
package greenloom.app;

import org.jspecify.annotations.NullMarked;
