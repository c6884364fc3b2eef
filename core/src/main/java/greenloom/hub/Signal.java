package greenloom.hub;

import org.jspecify.annotations.Nullable;

/**
 * A throwable on its way into a green thread: a kill, or a time limit that has passed.
 *
 * <p>Pending signals are an immutable list, oldest first, replaced as a whole; see {@link
 * GreenThread}.
 */
final class Signal {
  final Throwable thrown;

  /** How many shields stood around the code that asked for it; inner shields hold it up. */
  final int depth;

  /** Set when a wait of the JDK was interrupted in its name, which leaves it pending. */
  volatile boolean interrupted;

  final @Nullable Signal next;

  Signal(Throwable thrown, int depth) {
    this(thrown, depth, false, null);
  }

  private Signal(Throwable thrown, int depth, boolean interrupted, @Nullable Signal next) {
    this.thrown = thrown;
    this.depth = depth;
    this.interrupted = interrupted;
    this.next = next;
  }

  /** The first of {@code list} that gets through {@code shields} shields, or null. */
  static @Nullable Signal first(@Nullable Signal list, int shields) {
    Signal s = list;
    while (s != null && s.depth < shields) {
      s = s.next;
    }
    return s;
  }

  /** The signal of {@code list} that carries {@code thrown}, or null. */
  static @Nullable Signal of(@Nullable Signal list, Throwable thrown) {
    Signal s = list;
    while (s != null && s.thrown != thrown) {
      s = s.next;
    }
    return s;
  }

  static Signal with(@Nullable Signal list, Signal last) {
    return list == null
        ? last
        : new Signal(list.thrown, list.depth, list.interrupted, with(list.next, last));
  }

  static @Nullable Signal without(@Nullable Signal list, Throwable thrown) {
    if (list == null) {
      return null;
    }
    return list.thrown == thrown
        ? list.next
        : new Signal(list.thrown, list.depth, list.interrupted, without(list.next, thrown));
  }
}
