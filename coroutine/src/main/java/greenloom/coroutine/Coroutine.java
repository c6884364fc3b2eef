package greenloom.coroutine;

import greenloom.jdk.RawContinuation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A body of code with a stack of its own, which runs only when somebody switches to it and until it
 * switches to somebody else: a symmetric coroutine.
 *
 * <p>The coroutines of a thread form a tree. Its root is the {@linkplain #current main} coroutine,
 * the thread itself; every other has a parent, at first the coroutine that made it. When a body
 * ends, its result is what the parent's {@code switchTo} returns; an error that leaves the body is
 * thrown there, a checked one inside a {@link java.util.concurrent.CompletionException}, a {@link
 * CoroutineExit} counts as a result. Where an error arrives, the stack of the receiver is added to
 * its trace.
 *
 * <p>A switch to a coroutine that has ended goes to the nearest ancestor that can go on; one that
 * has not started is started with the value. A body sees the scoped values that are bound where it
 * is first switched to.
 *
 * <p>Coroutines belong to the thread, platform or virtual, that made them; any other is refused
 * with an {@link IllegalStateException} and does no harm. A switch is refused in the same way where
 * the current coroutine cannot be suspended because a native frame, such as a class initialiser, is
 * on its stack. It must not happen inside {@code synchronized}. Whatever a body waits for, its
 * thread waits. A suspended coroutine that nobody can reach any more is dropped without its {@code
 * finally} blocks: {@link #kill} those that hold something.
 */
public final class Coroutine {
  /** What a coroutine does. */
  @FunctionalInterface
  public interface Body {
    /**
     * Runs in the coroutine.
     *
     * @param first what the first switch brought
     * @return what the parent is given; may be null
     * @throws Exception to the parent
     */
    @Nullable Object run(@Nullable Object first) throws Exception;
  }

  /** What a coroutine does that is told nothing and has nothing to tell. */
  @FunctionalInterface
  public interface Action {
    /**
     * Runs in the coroutine; the parent is given null.
     *
     * @throws Exception to the parent
     */
    void run() throws Exception;
  }

  /** How a coroutine got its turn. */
  public enum Event {
    /** By a value. */
    SWITCH,
    /** By an error. */
    THROW
  }

  /** Is told of each switch of a thread. */
  @FunctionalInterface
  public interface Tracer {
    /**
     * Called in the context of {@code to}, after the switch and before {@code to} goes on; may
     * itself switch. What it throws appears in {@code to}, and the tracer is removed.
     */
    void switched(Event event, Coroutine from, Coroutine to);
  }

  private static final String NO_BODY = "a coroutine needs a body";

  private final Tree tree;
  private @Nullable Coroutine parent;
  private @Nullable Body body;
  private boolean started;
  private boolean dead;

  /** What is resumed; null before the start, after the end, and for the main coroutine. */
  @Nullable RawContinuation frames;

  /** Makes the main coroutine of a thread. */
  Coroutine(Tree tree) {
    this.tree = tree;
    started = true;
  }

  private Coroutine(Tree tree, Body body) {
    this.tree = tree;
    this.body = body;
    parent = tree.current;
  }

  /** Makes a coroutine whose parent is the current one. Nothing runs before the first switch. */
  public static Coroutine of(Body body) {
    return new Coroutine(Tree.here(), Objects.requireNonNull(body, NO_BODY));
  }

  /** As {@link #of(Body)}, for a body that takes and gives nothing. */
  public static Coroutine of(Action body) {
    Objects.requireNonNull(body, NO_BODY);
    return of(_ -> {
      body.run();
      return null;
    });
  }

  /** Returns the coroutine that the caller runs in: the thread's main one outside of any other. */
  public static Coroutine current() {
    return Tree.here().current;
  }

  /**
   * Has {@code tracer} told of each switch in the calling thread from now on; null ends that.
   * Returns the one before, or null.
   */
  public static @Nullable Tracer trace(@Nullable Tracer tracer) {
    Tree tree = Tree.here();
    Tracer old = tree.tracer;
    tree.tracer = tracer;
    return old;
  }

  /** Switches to this coroutine with nothing to say; as {@code switchTo(null)}. */
  public @Nullable Object switchTo() {
    return switchTo(null);
  }

  /**
   * Gives this coroutine its turn: {@code value} is what its own {@code switchTo} returns, or what
   * its body begins with. Returns the value that the caller is switched to with later, and throws
   * what is thrown into it.
   *
   * @throws IllegalStateException in another thread, or if the caller cannot be suspended here
   */
  public @Nullable Object switchTo(@Nullable Object value) {
    return own().transfer(this, value, null);
  }

  /** Throws a {@link CoroutineExit} into this coroutine; see {@link #throwInto(Throwable)}. */
  public @Nullable Object throwInto() {
    return throwInto(new CoroutineExit());
  }

  /**
   * Gives this coroutine its turn with {@code error} thrown where it stands, and returns what the
   * caller is switched to with later. Thrown into a coroutine that has not started, the error ends
   * it without entering its body and goes on to its parent; thrown into one that has ended, a
   * {@link CoroutineExit} is returned at once and anything else is thrown in the nearest ancestor
   * that can go on.
   *
   * @throws IllegalStateException in another thread, or if the caller cannot be suspended here
   */
  public @Nullable Object throwInto(Throwable error) {
    Tree t = own();
    if (dead && error instanceof CoroutineExit) {
      return error;
    }
    return t.transfer(this, null, error);
  }

  /**
   * Ends this coroutine: throws a {@link CoroutineExit} into it with the caller for its parent, so
   * that the turn comes back here when it has ended. A body that has not started is never entered.
   * Returns whether it has ended; it may have caught the signal and switched back. Called on the
   * current coroutine, throws the signal.
   *
   * @throws IllegalStateException for a main coroutine, or as {@link #throwInto(Throwable)}
   */
  public boolean kill() {
    Tree t = own();
    if (this == t.main) {
      throw new IllegalStateException("the main coroutine ends with its thread");
    }
    if (this == t.current) {
      throw new CoroutineExit();
    }
    if (started && !dead) {
      Coroutine heir = parent;
      parent = t.current;
      try {
        t.transfer(this, null, new CoroutineExit());
      } finally {
        parent = heir;
      }
    } else {
      end();
    }
    return dead;
  }

  /** Returns who goes on when this coroutine ends; null for a main coroutine. Any thread. */
  public @Nullable Coroutine parent() {
    return parent;
  }

  /**
   * Changes who goes on when this coroutine ends.
   *
   * @throws IllegalArgumentException if {@code parent} belongs to another thread, or is this
   *     coroutine or a descendant of it
   * @throws IllegalStateException in another thread, or for a main coroutine
   */
  public void parent(Coroutine parent) {
    if (parent.tree != own().main.tree) {
      throw new IllegalArgumentException("a parent cannot belong to another thread: " + parent);
    }
    if (this == tree.main) {
      throw new IllegalStateException("the main coroutine cannot have a parent");
    }
    for (Coroutine c = parent; c != null; c = c.parent) {
      if (c == this) {
        throw new IllegalArgumentException("cyclic parent chain: " + parent + " descends from it");
      }
    }
    this.parent = parent;
  }

  /** Returns whether the body has been entered; it may have ended since. Any thread. */
  public boolean started() {
    return started;
  }

  /** Returns whether it has ended, or can never start; a main one ends with its thread. */
  public boolean dead() {
    return this == tree.main ? !tree.thread.isAlive() : dead;
  }

  /**
   * Returns where a suspended coroutine stands, innermost frame first; empty if it is not
   * suspended.
   *
   * @throws IllegalStateException in another thread
   */
  public StackTraceElement[] stackTrace() {
    own();
    RawContinuation f = frames;
    return f == null ? new StackTraceElement[0] : Crossing.readable(f.stackTrace());
  }

  /** Returns its identity, state and thread; for people. */
  @Override
  public String toString() {
    String state =
        dead() ? "dead" : !started ? "unstarted" : this == tree.current ? "current" : "suspended";
    return (this == tree.main ? "Coroutine[main, " : "Coroutine[")
        + Integer.toHexString(System.identityHashCode(this))
        + ", "
        + state
        + ", "
        + tree.thread.getName()
        + "]";
  }

  /** The tree, if the caller may touch it. */
  private Tree own() {
    if (tree.thread != Thread.currentThread()) {
      throw new IllegalStateException(
          "cannot switch to another thread's coroutine: it belongs to "
              + tree.thread
              + (tree.thread.isAlive() ? "" : ", which has ended")
              + "; this is "
              + Thread.currentThread());
    }
    return tree;
  }

  /** Of any coroutine but the main one. */
  Coroutine ancestor() {
    Coroutine p = parent;
    return p == null ? tree.main : p;
  }

  void begin() {
    RawContinuation f = new RawContinuation(this::run, true);
    f.prepare();
    frames = f;
    started = true;
  }

  void end() {
    dead = true;
    body = null;
    frames = null;
  }

  void resume() {
    RawContinuation f = frames;
    if (f != null) {
      f.resume();
    }
  }

  void suspend() {
    RawContinuation f = frames;
    if (f != null) {
      f.suspend();
    }
  }

  private void run() {
    Object result = null;
    Throwable failure = null;
    try {
      Body b = body;
      body = null;
      Object first = tree.begun(this);
      result = b == null ? null : b.run(first);
    } catch (CoroutineExit exit) {
      result = exit;
    } catch (Throwable e) {
      failure = e;
    }
    end();
    tree.bequeath(this, result, failure);
  }
}
