package greenloom.jdk;

/**
 * Who is told what holds at a descriptor; see {@link Epoll#watch} and {@link Epoll#watchByLevel}.
 */
public abstract class Watch {
  /** Bytes can be read, or a connection be accepted; or the end or a failure be found out so. */
  public static final int READABLE = 1;

  /** Bytes can be written, or it is known what has become of connecting; or a failure. */
  public static final int WRITABLE = 2;

  /** Beside bytes there is something else: the end, a failure, urgent data. */
  public static final int SPECIAL = 4;

  /** Whether a thread may be waiting for the descriptor by {@link Epoll#arm}, beside this. */
  volatile boolean armed = true; // one that began before the watch

  /** Makes one that watches nothing yet. */
  protected Watch() {}

  /**
   * Called on the carrier, between two runs; must not wait.
   *
   * @param what the sum of what holds of the above
   */
  protected abstract void arrived(int what);

  /** A thread that waited beside this is about to read. Called by that thread. */
  protected abstract void taking();
}
