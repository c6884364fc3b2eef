package greenloom.jdk;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a scheduler queues and runs for one green thread, and the thread's hooks.
 *
 * <p>Exactly one belongs to each green thread for its whole life, so a scheduler can subclass it
 * and keep its own record in it.
 */
public abstract class GreenTask implements Runnable {
  @Nullable Thread thread;

  /** What a turn does, where that is not to let {@link #frames} go on. */
  @Nullable Runnable resume;

  /** The thread's frames; null where the JDK keeps its own continuation. */
  @Nullable Frames frames;

  /** How many enclosing continuations are passing a wait of the thread on; see Frames25. */
  int passing;

  /** The frames of a green thread, as its carrier sees them. */
  interface Frames {
    /** Lets the thread go on until it next waits or ends. */
    void resume();

    /** Whether the thread's body has ended. */
    boolean ended();
  }

  /** Makes a task without a thread; {@link GreenThreads} puts it into one. */
  protected GreenTask() {}

  /**
   * Makes a task for a thread that is not scheduled by tasks, such as the platform thread that runs
   * a scheduler and wants its own turn in the queue. {@code resume} is what the turn does.
   */
  protected GreenTask(Thread thread, Runnable resume) {
    this.thread = thread;
    this.resume = resume;
  }

  /**
   * Returns the thread of this task.
   *
   * @throws IllegalStateException before it was put into one
   */
  public final Thread thread() {
    Thread t = thread;
    if (t == null) {
      throw new IllegalStateException("this task has no thread yet");
    }
    return t;
  }

  /** Returns whether the thread has ended. Carrier only, after {@link #run}. */
  public final boolean ended() {
    Frames f = frames;
    if (f != null) {
      return f.ended();
    }
    Thread t = thread;
    boolean ended = t != null && t.isVirtual() && Jdk.ADAPTER.phase(t) == ThreadPhase.TERMINATED;
    if (ended) {
      Jdk.ADAPTER.forget(Objects.requireNonNull(t));
    }
    return ended;
  }

  /** Lets the thread go on until it next waits or ends. Carrier only, on its bare stack. */
  @Override
  public final void run() {
    Runnable turn = resume;
    if (turn == null) {
      Objects.requireNonNull(frames, "not submitted").resume();
    } else {
      turn.run();
    }
  }

  /**
   * Called on the green thread each time it goes on after a wait. What it throws comes out of the
   * wait. Does nothing unless overridden, as the other two.
   */
  protected void onContinue() {}

  /**
   * Called on the green thread when it is about to park together with its carrier, because a native
   * frame is in the way. Must not wait.
   */
  protected void onPinned() {}

  /** Called when that park is over, before the green thread goes on; may block the carrier. */
  protected void onUnpinned() {}
}
