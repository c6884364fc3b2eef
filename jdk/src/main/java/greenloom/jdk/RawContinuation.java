package greenloom.jdk;

import org.jspecify.annotations.Nullable;

/**
 * A body of code that can be suspended in the middle and resumed later: one-shot, with a stack of
 * its own, without any scheduling. Coroutines and generators are made of it.
 *
 * <p>It belongs to the thread, platform or green, that resumes it first; any other is refused,
 * because compiled code keeps what {@link Thread#currentThread} said before a suspension. In a
 * green thread the body may wait on anything, monitors included: the whole green thread waits then.
 * A scoped value bound inside is seen inside only, and so are structured task scopes.
 *
 * <p>The body sees the scoped values that were bound where it was first resumed, or {@linkplain
 * #prepare prepared}.
 *
 * <p>Suspending while holding a monitor breaks the monitor and is forbidden; {@code
 * -Dgreenloom.debug=monitors} finds it, at a price of microseconds a switch.
 */
public final class RawContinuation {
  final boolean boundary;
  private @Nullable Runnable body;
  private @Nullable Thread owner;
  private Adapter.@Nullable Frames frames;
  private boolean running;
  private boolean done;

  /** Makes a continuation that will run {@code body}; costs next to nothing until resumed. */
  public RawContinuation(Runnable body) {
    this(body, false);
  }

  /**
   * Makes a continuation that will run {@code body}.
   *
   * @param boundary whether a {@link #suspend} of a continuation further out is refused when it
   *     comes from inside of this one; waits of the thread always pass
   */
  public RawContinuation(Runnable body, boolean boundary) {
    this.body = body;
    this.boundary = boundary;
  }

  /**
   * Binds a continuation that has not started to the calling thread and to the scoped values bound
   * here, as the first {@link #resume} would.
   *
   * @throws IllegalStateException if that has happened already
   */
  public void prepare() {
    if (owner != null) {
      throw new IllegalStateException("it belongs to " + owner + " already");
    }
    admit();
  }

  /**
   * Runs the body from where it stands until it suspends or ends. What the body throws comes out
   * here, and ends it.
   *
   * @throws IllegalStateException if it runs already, has ended, or belongs to another thread; the
   *     continuation is unharmed then
   */
  public void resume() {
    Adapter.Frames f = frames;
    if (f == null || running || owner != Thread.currentThread()) {
      f = admit();
    }
    running = true;
    boolean ended = true; // whatever was thrown: without stack left, even the JDK does not know
    try {
      ended = f.enter();
    } finally {
      running = false;
      if (ended) {
        finish();
      }
    }
  }

  /**
   * Suspends this continuation, and those running inside it, and returns to whoever resumed it;
   * comes back at the next {@link #resume}. Called by code that runs inside this continuation, from
   * any depth of calls.
   *
   * @throws IllegalStateException if the caller does not run inside it, or if a native frame (a
   *     class initialiser, for one) stands in between
   */
  public void suspend() {
    Adapter.Frames f = frames;
    if (f == null || !running || owner != Thread.currentThread()) {
      throw new IllegalStateException("suspended from outside of its body");
    }
    f.suspend();
  }

  /**
   * Makes the calling thread the owner of a suspended continuation whose former owner will not
   * touch it again: for its last run, which closes what the body holds open. Code of the body that
   * was compiled before may still take the former owner for the current thread.
   *
   * @throws IllegalStateException if it is not suspended, or if one of the two threads is virtual
   *     and the other is not
   */
  public void adopt() {
    Adapter.Frames f = frames;
    Thread former = owner;
    Thread here = Thread.currentThread();
    if (f == null || former == null || running) {
      throw new IllegalStateException("only a suspended continuation can be adopted");
    }
    if (former.isVirtual() != here.isVirtual()) {
      throw new IllegalStateException(here + " cannot run what belonged to " + former);
    }
    f.rebind(here);
  }

  /** Called by the frames when they are suspended on behalf of others, and when they are back. */
  void frames(Adapter.@Nullable Frames now) {
    frames = now;
  }

  /** Called by the frames when they change hands. */
  void owner(Thread now) {
    owner = now;
  }

  /** Returns whether the body runs at this moment, perhaps with another one running inside it. */
  public boolean running() {
    return running;
  }

  /** Returns whether it belongs to a thread: it has been resumed, or prepared. */
  public boolean started() {
    return owner != null;
  }

  /** Returns whether the body has ended, or was given up before it began. */
  public boolean done() {
    return done;
  }

  /** Returns the thread it belongs to, or null before the first resume. */
  public @Nullable Thread owner() {
    return owner;
  }

  /** Gives up a continuation that has not started: its body will never run. */
  public void abandon() {
    if (owner != null) {
      throw new IllegalStateException("it has started");
    }
    finish();
  }

  /** Returns where a suspended body stands, innermost frame first; empty when it does not. */
  public StackTraceElement[] stackTrace() {
    Adapter.Frames f = frames;
    return f == null || running || done ? new StackTraceElement[0] : f.stackTrace();
  }

  private Adapter.Frames admit() {
    if (done) {
      throw new IllegalStateException("this continuation has ended");
    }
    Thread here = Thread.currentThread();
    if (owner != null && owner != here) {
      throw new IllegalStateException(
          "it belongs to " + owner + " and cannot be resumed by " + here);
    }
    if (running) {
      throw new IllegalStateException("this continuation is running already");
    }
    Runnable b = body;
    if (b == null) {
      throw new IllegalStateException("this continuation has ended");
    }
    owner = here;
    body = null;
    Adapter.Frames f = Jdk.ADAPTER.frames(this, b);
    frames = f;
    return f;
  }

  private void finish() {
    done = true;
    body = null;
    frames = null; // drop the stack
  }
}
