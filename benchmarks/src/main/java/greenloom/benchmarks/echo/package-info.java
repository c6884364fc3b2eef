/**
 * Servers that echo: one program each for the ways to do that on the JVM, all on loopback. Each
 * prints the port it listens on and goes on until it is killed.
 *
 * <p>Begin with {@link greenloom.benchmarks.echo.GreenloomEcho}.
 */
@NullMarked
package greenloom.benchmarks.echo;

import org.jspecify.annotations.NullMarked;
