package greenloom.jdk;

import java.io.IOException;
import java.nio.channels.Channel;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one line of JDKs must be able to do for us; {@link Jdk25} is the only one so far.
 *
 * <p>The public classes of this package are thin words over it. Everything that names a JDK
 * internal stands behind it, so a new JDK line is one new class.
 */
interface Adapter {
  /** The platform thread under the caller. */
  Thread carrier();

  /** The frames of a coroutine that the calling thread is about to enter for the first time. */
  Frames frames(RawContinuation of, Runnable body);

  /** Runs {@code request} on the bare stack of the calling platform thread, below coroutines. */
  void atRoot(Runnable request);

  /** An unstarted virtual thread on {@code scheduler}, with {@code task} put in. */
  Thread create(Executor scheduler, @Nullable String name, Runnable body, GreenTask task);

  /** The task behind what a scheduler was handed; {@code adopt} makes one for unknown threads. */
  GreenTask resolve(Runnable submitted, Function<Thread, @Nullable GreenTask> adopt);

  /** The task put into {@code thread}, or null. */
  @Nullable GreenTask taskOf(Thread thread);

  /** Lets go of a thread that has ended. */
  void forget(Thread thread);

  /** The scheduler of a virtual thread. */
  @Nullable Executor schedulerOf(Thread thread);

  /** Moves a thread that has not begun to {@code scheduler}, with a task put in; else null. */
  @Nullable GreenTask admit(
      Runnable submitted, Executor scheduler, Function<Thread, GreenTask> adopt);

  /** The scheduler of virtual threads that platform threads make without one. */
  ForkJoinPool defaultScheduler();

  /** Makes {@code scheduler} that one, if it is not too late. */
  void makeDefault(ForkJoinPool scheduler);

  /** How {@code thread} stands with its scheduler. */
  ThreadPhase phase(Thread thread);

  /** Whether a monitor's owner that let go has chosen {@code thread} to have it next. */
  boolean heir(Thread thread);

  /** Lets a thread that waits to enter a monitor try again; true if the caller is to submit it. */
  boolean unblock(Thread thread);

  /** What {@code thread} has to do with monitors. */
  ThreadLocks locks(Thread thread);

  /** The thread that has {@code lock} for itself, or null. */
  @Nullable Thread owner(AbstractOwnableSynchronizer lock);

  /** Keeps the calling virtual thread on its carrier, or lets go of it again. */
  void pin(boolean on);

  /** Starts {@code thread} as a member of {@code group}. */
  void start(Thread thread, @Nullable Object group);

  /** A named group of threads that shows in thread dumps; an opaque token for {@link #start}. */
  @Nullable Object group(String name, Supplier<Stream<Thread>> members);

  /** Takes the group out of the thread dumps again. */
  void endGroup(@Nullable Object group);

  /** Blocks the carrier, whatever runs on it, for at most so many nanoseconds; 0: no limit. */
  void park(long nanos);

  /** Ends a {@link #park}, or lets the next one return at once. */
  void unpark(Thread carrier);

  /** Calls {@code action} at each interrupt of the calling platform thread; null: no more. */
  void onInterrupt(@Nullable Runnable action);

  /** Runs {@code action} when the calling platform thread ends; false where that is impossible. */
  boolean atThreadEnd(Runnable action);

  /** Makes the JDK's socket pollers safe to use from a hub, and puts the hook in if that works. */
  void preparePollers();

  /** A new epoll, where {@link Features#epoll} says that there is such a thing. */
  Epoll epoll() throws IOException;

  /** A new set of channels that are held; empty. */
  HeldChannels heldChannels();

  /** The number by which the operating system knows {@code channel}; -1 where none is known. */
  int descriptor(Channel channel);

  /** What works and what does not. */
  Features features();

  /** The stack part of a {@link RawContinuation}. */
  interface Frames {
    /** Runs until the coroutine suspends (false) or ends (true); an exception ends it, too. */
    boolean enter();

    /** Suspends up to and including the owner of these frames. */
    void suspend();

    /** Gives the frames, and suspended ones inside them, to another thread. */
    void rebind(Thread thread);

    /** Where a suspended coroutine stands. */
    StackTraceElement[] stackTrace();
  }
}
