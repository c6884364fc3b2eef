/**
 * Connections that come and go for as long as one likes, while those who use them are killed, timed
 * out, reset and closed: what was promised to arrive arrives, and nothing is left.
 *
 * <p>Begin with {@link greenloom.stress.sockets.SocketSoak}, the program, and {@link
 * greenloom.stress.sockets.Soak}, all its rounds.
 */
@NullMarked
package greenloom.stress.sockets;

import org.jspecify.annotations.NullMarked;
