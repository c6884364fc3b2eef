/** Servers, in plain blocking code. */
@NullMarked
package greenloom.app.serve;

import org.jspecify.annotations.NullMarked;
