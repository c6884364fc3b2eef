package greenloom.process;

/** Says that a worker process has ended before its task had. The message tells how. */
public final class WorkerDiedException extends RuntimeException {
  private final long pid;
  private final int exitCode;

  WorkerDiedException(long pid, int exitCode, String what) {
    super("worker " + pid + " ended with exit code " + exitCode + meaning(exitCode) + " " + what);
    this.pid = pid;
    this.exitCode = exitCode;
  }

  private static String meaning(int exitCode) {
    return exitCode > 128 && exitCode < 160 ? ", as by signal " + (exitCode - 128) + "," : "";
  }

  /** Returns the number that the operating system had given to it. */
  public long pid() {
    return pid;
  }

  /** Returns its exit code; on Unix 128 and the number of the signal that ended it. */
  public int exitCode() {
    return exitCode;
  }
}
