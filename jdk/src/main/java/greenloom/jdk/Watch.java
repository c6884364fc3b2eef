package greenloom.jdk;

/** Who is told what holds at a descriptor; see {@link Epoll#watch}. */
public abstract class Watch {
  /** Bytes can be read, or a connection be accepted; or the end or a failure be found out so. */
  public static final int READABLE = 1;

  /** Bytes can be written, or it is known what has become of connecting; or a failure. */
  public static final int WRITABLE = 2;

  /** Makes one that watches nothing yet. */
  protected Watch() {}

  /**
   * Called on the carrier, between two runs; must not wait.
   *
   * @param what the sum of what holds of the above
   */
  protected abstract void arrived(int what);
}
