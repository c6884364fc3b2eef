/**
 * What waits for the world outside without holding a hub: servers, names, processes, the console,
 * signals.
 */
package greenloom.net;
