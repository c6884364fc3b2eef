/**
 * Coroutines that switch to each other by name, and generators made of them. They need no hub.
 *
 * <p>Begin with {@link greenloom.coroutine.Generator}, an iterator written as a loop; {@link
 * greenloom.coroutine.SendGenerator} is also told something, and {@link
 * greenloom.coroutine.Coroutine} is what both are made of.
 */
package greenloom.coroutine;
