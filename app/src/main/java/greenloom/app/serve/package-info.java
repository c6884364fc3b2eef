/**
 * Servers, in plain blocking code.
 *
 * <p>Begin with {@link greenloom.app.serve.EchoServer}; {@link greenloom.app.serve.FileServer} is
 * the larger one.
 */
@NullMarked
package greenloom.app.serve;

import org.jspecify.annotations.NullMarked;
