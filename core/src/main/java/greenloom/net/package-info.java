/**
 * What waits for the world outside without holding a hub: server sockets, names, processes, the
 * console, signals.
 */
package greenloom.net;
