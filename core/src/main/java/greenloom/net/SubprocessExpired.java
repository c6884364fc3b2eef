package greenloom.net;

import greenloom.hub.TimeoutExpired;
import java.time.Duration;

/** The time of a process was up, and it has been ended. Tells what it had written by then. */
public final class SubprocessExpired extends TimeoutExpired {
  private static final long serialVersionUID = 1;

  private final transient Subprocess.Output output;

  SubprocessExpired(Duration limit, TimeoutExpired cause, Subprocess.Output output) {
    super(limit);
    initCause(cause);
    this.output = output;
  }

  /** Returns what the process had written, and how it ended. */
  public Subprocess.Output output() {
    return output;
  }
}
