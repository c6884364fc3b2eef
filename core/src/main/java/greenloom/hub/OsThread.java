package greenloom.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the operating system says of a platform thread: whether it sleeps, or only lacks a
 * processor. Linux tells; elsewhere nothing is known.
 */
final class OsThread {
  /** How a thread stands. */
  enum State {
    /** It runs, or would if it had a processor. */
    RUNNABLE,
    /** It sleeps in the kernel: on a lock, in a read. */
    ASLEEP,
    /** Nobody tells. */
    UNKNOWN
  }

  /** A thread of which nothing is known. */
  static final OsThread NOBODY = new OsThread(null);

  private static final Path SELF = Path.of("/proc/thread-self");

  private final @Nullable Path stat;

  private OsThread(@Nullable Path stat) {
    this.stat = stat;
  }

  /** The calling platform thread. */
  static OsThread current() {
    try {
      return new OsThread(SELF.resolveSibling(Files.readSymbolicLink(SELF)).resolve("stat"));
    } catch (IOException | RuntimeException e) {
      return NOBODY;
    }
  }

  /** Asks. Any thread. */
  State state() {
    Path file = stat;
    if (file == null) {
      return State.UNKNOWN;
    }
    try {
      String line = Files.readString(file);
      boolean runs = line.startsWith(" R", line.lastIndexOf(')') + 1);
      return runs ? State.RUNNABLE : State.ASLEEP;
    } catch (IOException | RuntimeException e) {
      return State.UNKNOWN;
    }
  }
}
