package greenloom.hub;

/** Something that becomes ready, and that can be waited for together with others of its kind. */
public interface Awaitable {
  /** Returns whether it is ready now. Any thread; never waits. */
  boolean ready();

  /**
   * Calls {@code then} once when this is ready; at once if it is. The call comes on whichever
   * thread makes it ready and must not wait; a thread that waits for it may go on before. Any
   * thread.
   */
  Link whenReady(Runnable then);

  /**
   * Returns whether somebody outside of the caller's hub may make it ready. What answers false can
   * be part of a deadlock. Any thread; never waits.
   */
  default boolean reachable() {
    return true;
  }
}
