/**
 * URLs as the program compares, follows and files them.
 *
 * <p>Begin with {@link greenloom.app.url.WebUrl}.
 */
@NullMarked
package greenloom.app.url;

import org.jspecify.annotations.NullMarked;
