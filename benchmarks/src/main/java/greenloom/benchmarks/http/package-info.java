/**
 * HTTP servers that people use, one program each, all on loopback: {@code /hello} answers at once,
 * {@code /wait} after twenty milliseconds. The argument says where their virtual threads run:
 * {@code hub} or {@code jdk}. Each prints the port it listens on and goes on until it is killed.
 *
 * <p>Begin with {@link greenloom.benchmarks.http.Answers}, which all of them give.
 */
@NullMarked
package greenloom.benchmarks.http;

import org.jspecify.annotations.NullMarked;
