/** A clock that jumps, an order that repeats and checks that nothing was left behind. */
package greenloom.testing;
