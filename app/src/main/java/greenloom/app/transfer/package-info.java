/** Downloads: one URL into one file, with limits, retries and names that are safe. */
@NullMarked
package greenloom.app.transfer;

import org.jspecify.annotations.NullMarked;
