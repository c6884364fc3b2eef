package greenloom.app;

import org.jspecify.annotations.Nullable;

/** A command that cannot go on: one line for the user, and the exit code. */
final class CommandFailure extends RuntimeException {
  private final int exitCode;

  CommandFailure(int exitCode, String line, @Nullable Throwable cause) {
    super(line, cause);
    this.exitCode = exitCode;
  }

  static CommandFailure usage(String line) {
    return new CommandFailure(ExitCode.USAGE, line, null);
  }

  int exitCode() {
    return exitCode;
  }

  /** The line for the user. */
  String line() {
    return String.valueOf(getMessage());
  }
}
