/** Coroutines that switch to each other by name, and generators made of them. */
package greenloom.coroutine;
