package greenloom.app;

/** How the process ends. The numbers are a promise and never change. */
final class ExitCode {
  /** Everything asked for was done. */
  static final int OK = 0;

  /** A fault of this program. */
  static final int INTERNAL = 1;

  /** The command line makes no sense. */
  static final int USAGE = 2;

  /** Some items failed. */
  static final int SOME_FAILED = 3;

  /** All items failed, or nothing could be reached. */
  static final int ALL_FAILED = 4;

  /** A condition that the user set was not met. */
  static final int THRESHOLD = 5;

  /** Files could not be read or written, or a port not be listened on. */
  static final int LOCAL_IO = 6;

  /** Stopped by Ctrl-C. */
  static final int INTERRUPTED = 130;

  /** The reader of standard output has gone. */
  static final int CLOSED_PIPE = 141;

  /** Stopped by SIGTERM. */
  static final int TERMINATED = 143;

  private ExitCode() {}
}
