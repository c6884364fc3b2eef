/** Recordings of a hub, drawn: each greenlet's life as a bar under a time axis. */
package greenloom.timeline;
