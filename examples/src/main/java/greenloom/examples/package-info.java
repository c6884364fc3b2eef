/**
 * Programs to read and to copy, one file each.
 *
 * <p>Begin with {@link greenloom.examples.HelloGreenlets}; {@code docs/tutorial.md} leads through
 * most of the others.
 */
@NullMarked
package greenloom.examples;

import org.jspecify.annotations.NullMarked;
