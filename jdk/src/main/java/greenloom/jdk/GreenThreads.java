package greenloom.jdk;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Virtual threads on a scheduler of ours. Every method may be called from any thread. */
public final class GreenThreads {
  private static volatile boolean used;

  private GreenThreads() {}

  /**
   * Makes an unstarted virtual thread that {@code scheduler} will run, with {@code task} put in.
   *
   * <p>A {@link java.util.concurrent.ForkJoinPool} is also handed the timed waits of the thread, by
   * its {@link java.util.concurrent.ForkJoinPool#schedule} method.
   *
   * @param name the thread's name, or null for none
   */
  public static Thread create(
      Executor scheduler, @Nullable String name, Runnable body, GreenTask task) {
    if (!used) {
      used = true;
    }
    return Jdk.ADAPTER.create(scheduler, name, body, task);
  }

  /**
   * Returns the task behind a {@code Runnable} that a scheduler was handed. For a thread that
   * foreign code made on the scheduler, {@code adopt} is asked for one at the thread's first
   * submission; if it answers null, a task without hooks is returned.
   */
  public static GreenTask resolve(Runnable submitted, Function<Thread, @Nullable GreenTask> adopt) {
    return submitted instanceof GreenTask task ? task : Jdk.ADAPTER.resolve(submitted, adopt);
  }

  /**
   * Returns the task put into {@code thread}, or null for a thread without one. Opens nothing of
   * the JDK in a program that has made no thread here.
   */
  public static @Nullable GreenTask taskOf(Thread thread) {
    return used && thread.isVirtual() ? Jdk.ADAPTER.taskOf(thread) : null;
  }

  /** Returns the scheduler of a virtual thread, or null on a platform thread. */
  public static @Nullable Executor schedulerOf(Thread thread) {
    return thread.isVirtual() ? Jdk.ADAPTER.schedulerOf(thread) : null;
  }

  /**
   * Moves the thread behind {@code submitted}, which a scheduler was handed, to another one, with
   * the task put in that {@code adopt} makes; to be called before anything of it has run.
   *
   * @return its task, to be queued with {@code scheduler}; null for a thread that has begun, which
   *     stays where it is
   */
  public static @Nullable GreenTask admit(
      Runnable submitted, Executor scheduler, Function<Thread, GreenTask> adopt) {
    return Jdk.ADAPTER.admit(submitted, scheduler, adopt);
  }

  /**
   * Returns the default scheduler: of the virtual threads that platform threads make without one.
   */
  public static ForkJoinPool defaultScheduler() {
    return Jdk.ADAPTER.defaultScheduler();
  }

  /**
   * Makes {@code scheduler} the default one, for good. Meant for the beginning of a program. What
   * was made before stays with the former one.
   *
   * @throws IllegalStateException if it is too late: virtual threads have run already, or the JIT
   *     compiler may know the JDK's scheduler as a constant; or if somebody else has done this
   */
  public static void makeDefault(ForkJoinPool scheduler) {
    used = true;
    Jdk.ADAPTER.makeDefault(scheduler);
  }

  /** Returns how {@code thread}, a virtual one, stands at this moment. */
  public static ThreadPhase phase(Thread thread) {
    return Jdk.ADAPTER.phase(thread);
  }

  /**
   * Returns whether the owner of a monitor has let go of it and chosen {@code thread} to have it
   * next. Stays so until a thread of the JDK has told it, which takes a while, whatever {@code
   * thread} does meanwhile.
   */
  public static boolean heir(Thread thread) {
    return Jdk.ADAPTER.heir(thread);
  }

  /**
   * Lets a thread that stands at the door of a monitor try again. It looks whether the monitor is
   * free, and waits on if not, so a try without a reason does no harm.
   *
   * @return true if {@code thread} stood there; then the caller has to queue its task
   */
  public static boolean unblock(Thread thread) {
    return Jdk.ADAPTER.unblock(thread);
  }

  /**
   * Returns what {@code thread} has to do with monitors at this moment. Stops the thread for that
   * moment, and walks its stack. Of a virtual thread that runs, or is pinned, nothing is known.
   */
  public static ThreadLocks locks(Thread thread) {
    return Jdk.ADAPTER.locks(thread);
  }

  /** Returns the thread that has {@code lock} for itself; null for none. */
  public static @Nullable Thread owner(AbstractOwnableSynchronizer lock) {
    return Jdk.ADAPTER.owner(lock);
  }

  /**
   * Keeps the calling virtual thread on its carrier until {@link #unpin}: a wait of the JDK is told
   * to {@link GreenTask#onPinned} before it begins. Nests.
   */
  public static void pin() {
    Jdk.ADAPTER.pin(true);
  }

  /** Takes back one {@link #pin}. */
  public static void unpin() {
    Jdk.ADAPTER.pin(false);
  }

  /** A set of green threads that stands in thread dumps under a name of its own. */
  public static final class Group implements AutoCloseable {
    private final @Nullable Object token;

    /** Makes a group; {@code members} is called by whoever takes a dump, from any thread. */
    public Group(String name, Supplier<Stream<Thread>> members) {
      token = Jdk.ADAPTER.group(name, members);
    }

    /** Starts {@code thread} as a member. */
    public void start(Thread thread) {
      Jdk.ADAPTER.start(thread, token);
    }

    /** Takes the group out of the dumps; its threads live on. */
    @Override
    public void close() {
      Jdk.ADAPTER.endGroup(token);
    }
  }
}
