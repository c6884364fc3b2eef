package greenloom.app.console;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells terminals from files and pipes, stream by stream. */
final class Terminal {
  private Terminal() {}

  /** True if the file descriptor is a terminal; false also where that cannot be found out. */
  static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      return isTerminalDevice(Files.readSymbolicLink(link).toString());
    } catch (IOException | UnsupportedOperationException e) {
      return isatty(descriptor); // no Linux
    }
  }

  static boolean isTerminalDevice(String target) {
    return target.startsWith("/dev/pts/")
        || target.startsWith("/dev/tty")
        || target.equals("/dev/console");
  }

  @SuppressWarnings("restricted")
  private static boolean isatty(int descriptor) {
    try {
      Linker linker = Linker.nativeLinker();
      var type = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
      var isatty = linker.downcallHandle(linker.defaultLookup().findOrThrow("isatty"), type);
      return (int) isatty.invokeExact(descriptor) == 1;
    } catch (Throwable e) { // what invokeExact is declared to throw; here it means: unknown
      return false;
    }
  }
}
