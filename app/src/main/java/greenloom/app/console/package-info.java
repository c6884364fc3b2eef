/** What the user sees: progress, colour, tables, JSON. */
@NullMarked
package greenloom.app.console;

import org.jspecify.annotations.NullMarked;
