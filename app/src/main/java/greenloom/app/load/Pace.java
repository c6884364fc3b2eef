package greenloom.app.load;

/** When the connections of one hub begin their next requests. */
interface Pace {
  /** What {@link #next} gives when there are no more. */
  long OVER = Long.MIN_VALUE;

  /**
   * Waits until the calling connection has to begin another request.
   *
   * @return when that has to be, or had to be if the connection was busy then, in the time of
   *     {@link System#nanoTime}; or {@link #OVER}
   */
  long next();

  /** Lets no more begin. Any thread. */
  void stop();
}
