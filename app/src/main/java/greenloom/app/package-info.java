/**
 * The command line program.
 *
 * <p>Begin with {@link greenloom.app.RootCommand}, below which each command has a class.
 */
@NullMarked
package greenloom.app;

import org.jspecify.annotations.NullMarked;
