/**
 * The small site that the program serves to itself.
 *
 * <p>Begin with {@link greenloom.app.demo.DemoSite}.
 */
@NullMarked
package greenloom.app.demo;

import org.jspecify.annotations.NullMarked;
