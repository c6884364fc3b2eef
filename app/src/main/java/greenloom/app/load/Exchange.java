package greenloom.app.load;

import java.io.IOException;

/** One connection's way to ask and be answered, over and over. For one greenlet at a time. */
interface Exchange {
  /** The status of answers that have none. */
  int NO_STATUS = 0;

  /**
   * Asks once and reads the answer to its end; waits for it. After a failure, or a kill, the
   * connection is of no use any more.
   *
   * @return the answer's status, or {@link #NO_STATUS}
   */
  int perform() throws IOException;

  /** Whether anything of the last answer has come. */
  boolean answered();

  /** Whether the connection is good for another one. */
  boolean reusable();

  /** Waits until the other side has closed the connection, which is over. */
  void awaitEnd() throws IOException;

  /** How many bytes have come so far. */
  long received();

  /** How many bytes an answer is asked with. */
  int requestSize();
}
