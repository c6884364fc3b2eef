package greenloom.app;

import greenloom.app.console.Console;
import greenloom.app.transfer.StopSignal;
import greenloom.jdk.Signals;

/** Ctrl-C and SIGTERM: the first one asks a command to stop, the second one ends the process. */
final class Interrupts {
  private Interrupts() {}

  /** From now on, if the signals are the program's to handle. */
  static void heed(Console console, StopSignal stop) {
    if (console.ownsProcess()) {
      heed("INT", StopSignal.Reason.INTERRUPT, stop);
      heed("TERM", StopSignal.Reason.TERMINATE, stop);
    }
  }

  private static void heed(String signal, StopSignal.Reason reason, StopSignal stop) {
    Signals.handle(
        signal,
        () -> {
          if (!stop.request(reason)) {
            Runtime.getRuntime().halt(exitCode(reason));
          }
        });
  }

  /** How a process ends that was asked to stop. */
  static int exitCode(StopSignal.Reason reason) {
    return reason == StopSignal.Reason.TERMINATE ? ExitCode.TERMINATED : ExitCode.INTERRUPTED;
  }
}
