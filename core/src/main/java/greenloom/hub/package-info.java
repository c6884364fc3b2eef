/** The loop below everything: what runs next, what waits, and until when. */
package greenloom.hub;
