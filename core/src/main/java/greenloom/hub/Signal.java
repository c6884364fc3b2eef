package greenloom.hub;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A throwable on its way into a green thread: a kill, a time limit that has passed, something that
 * a scope tells its body. Any thread may use it.
 *
 * <p>Those on their way to one thread are an array, oldest first, replaced as a whole; null for
 * none. See {@link GreenThread}.
 *
 * <p>A signal that is sent by one thread while another leaves the scope that it is of: who leaves
 * marks it as over first and takes it off the list second; who sends puts it on the list first and
 * looks at the mark second. So one of them takes it off. What is over is not thrown.
 */
public final class Signal {
  private final GreenThread to;
  final Throwable thrown;

  /** How many shields stood around the code that asked for it; inner shields hold it up. */
  final int depth;

  /** Set when a wait of the JDK was interrupted in its name, which leaves it pending. */
  volatile boolean interrupted;

  /** Set when a timeout was thrown in its place; by the thread it is meant for. */
  boolean timedOut;

  /** Set when the scope that it is of has been left: it comes out of nothing any more. */
  private volatile boolean over;

  Signal(GreenThread to, Throwable thrown, int depth) {
    this.to = to;
    this.thrown = thrown;
    this.depth = depth;
  }

  /**
   * Sends it: it comes out of the wait in which its thread stands, or of its next one. Does not
   * wait; does nothing if it was taken back.
   */
  public void send() {
    Signals signals = to.signals();
    if (!signals.add(this)) {
      return; // one kill is on its way already
    }
    if (over) {
      signals.remove(thrown); // its scope may have looked for it before it was there
    } else {
      signals.deliver();
    }
  }

  /**
   * Takes it back: if it has not come out of a wait yet it never will, also if somebody is about to
   * send it. Does not wait.
   */
  public void withdraw() {
    over = true;
    to.signals().withdraw(thrown);
  }

  /** The first of {@code pending} that gets through {@code shields} shields, or null. */
  static @Nullable Signal first(Signal @Nullable [] pending, int shields) {
    if (pending != null) {
      for (Signal s : pending) {
        if (s.depth >= shields && !s.over) {
          return s;
        }
      }
    }
    return null;
  }

  /** The one of {@code pending} that carries {@code thrown}, or null. */
  static @Nullable Signal of(Signal @Nullable [] pending, Throwable thrown) {
    if (pending != null) {
      for (Signal s : pending) {
        if (s.thrown == thrown) {
          return s;
        }
      }
    }
    return null;
  }

  /** Whether a kill is among them. */
  static boolean kill(Signal @Nullable [] pending) {
    if (pending != null) {
      for (Signal s : pending) {
        if (s.thrown instanceof GreenletExit) {
          return true;
        }
      }
    }
    return false;
  }

  static Signal[] with(Signal @Nullable [] pending, Signal last) {
    if (pending == null) {
      return new Signal[] {last};
    }
    Signal[] more = Arrays.copyOf(pending, pending.length + 1);
    more[pending.length] = last;
    return more;
  }

  static Signal @Nullable [] without(Signal[] pending, Throwable thrown) {
    if (pending.length == 1) { // nearly always
      return pending[0].thrown == thrown ? null : pending;
    }
    Signal[] fewer = Arrays.stream(pending).filter(s -> s.thrown != thrown).toArray(Signal[]::new);
    return fewer.length == 0 ? null : fewer;
  }
}
