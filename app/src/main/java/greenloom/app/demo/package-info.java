/** The small site that the program serves to itself. */
@NullMarked
package greenloom.app.demo;

import org.jspecify.annotations.NullMarked;
