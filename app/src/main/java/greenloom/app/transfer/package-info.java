/**
 * Downloads: one URL into one file, with limits, retries and names that are safe.
 *
 * <p>Begin with {@link greenloom.app.transfer.Downloader}.
 */
@NullMarked
package greenloom.app.transfer;

import org.jspecify.annotations.NullMarked;
