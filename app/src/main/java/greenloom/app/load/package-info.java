/** Load for a server: many connections that ask over and over, and what that took. */
@NullMarked
package greenloom.app.load;

import org.jspecify.annotations.NullMarked;
