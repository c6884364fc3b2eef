/** Continuations, virtual threads on a scheduler of ours, and the carrier they run on. */
package greenloom.jdk;
