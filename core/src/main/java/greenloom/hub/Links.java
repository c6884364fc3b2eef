package greenloom.hub;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Those who want to hear once when something is ready, in the order they came. Kept under the
 * {@link Guard} of the thing, which each link takes when it is cut.
 */
public final class Links {
  private final Guard guard;
  private @Nullable Node first;
  private @Nullable Node last;
  private int size;
  private int listeners;

  /** Makes an empty list that belongs under {@code guard}. */
  public Links(Guard guard) {
    this.guard = guard;
  }

  /** One of them; a link of the list it was added to, until it is told or cut. */
  private final class Node implements Link {
    final Runnable then;
    final boolean listens;
    @Nullable Node before;
    @Nullable Node after;
    boolean linked;

    Node(Runnable then, boolean listens) {
      this.then = then;
      this.listens = listens;
    }

    @Override
    public void unlink() {
      guard.enter();
      cut(this);
      guard.leave();
    }
  }

  /**
   * Adds one, or tells it at once if {@code ready}, which is asked under the guard, says that there
   * is nothing to wait for.
   */
  public Link addUnless(BooleanSupplier ready, Runnable then) {
    return addUnless(ready, then, true);
  }

  /** The same; counts among the {@link #listeners} only if {@code listens}. */
  public Link addUnless(BooleanSupplier ready, Runnable then, boolean listens) {
    guard.enter();
    Link link = ready.getAsBoolean() ? null : add(then, listens);
    guard.leave();
    if (link != null) {
      return link;
    }
    tell(then);
    return () -> {};
  }

  private Link add(Runnable then, boolean listens) {
    Node n = new Node(then, listens);
    n.linked = true;
    n.before = last;
    if (last == null) {
      first = n;
    } else {
      last.after = n;
    }
    last = n;
    size++;
    listeners += listens ? 1 : 0;
    return n;
  }

  /** Returns how many there are. */
  public int size() {
    return size;
  }

  /** Returns how many of them take note of what has come out, be it a failure. */
  public int listeners() {
    return listeners;
  }

  /**
   * Tells all of them, each once, in order; without the guard. One that is cut while others are
   * told is not told any more; one that fails is reported and the others are told.
   */
  public void tellAll() {
    while (first != null) { // whoever came before the thing was ready is seen here
      guard.enter();
      Node n = first;
      if (n != null) {
        cut(n);
      }
      guard.leave();
      if (n == null) {
        return;
      }
      tell(n.then);
    }
  }

  /** Calls {@code then}; reports what comes out of it. */
  public static void tell(Runnable then) {
    try {
      then.run();
    } catch (Throwable e) {
      Hub.current().report("a link", e);
    }
  }

  private void cut(Node n) {
    if (!n.linked) {
      return;
    }
    n.linked = false;
    if (n.before == null) {
      first = n.after;
    } else {
      n.before.after = n.after;
    }
    if (n.after == null) {
      last = n.before;
    } else {
      n.after.before = n.before;
    }
    n.before = null;
    n.after = null;
    size--;
    listeners -= n.listens ? 1 : 0;
  }
}
