/**
 * What the user sees: progress, colour, tables, JSON.
 *
 * <p>Begin with {@link greenloom.app.console.Console}.
 */
@NullMarked
package greenloom.app.console;

import org.jspecify.annotations.NullMarked;
