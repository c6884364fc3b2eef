/**
 * What waits for the world outside without holding a hub: servers, names, processes, the console,
 * signals.
 *
 * <p>Begin with {@link greenloom.net.StreamServer} for connections and {@link
 * greenloom.net.Subprocess} for programs. Plain sockets need nothing from here: those of the JDK
 * wait on the hub as they are.
 */
package greenloom.net;
