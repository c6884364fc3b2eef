/**
 * What waits for the world outside without holding a hub: names, processes, the console, signals.
 */
package greenloom.net;
