package greenloom.jdk;

import java.io.FileDescriptor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import jdk.internal.vm.Continuation;
import org.jspecify.annotations.Nullable;
import sun.nio.ch.IOUtil;

/** Tries out, once at start, each thing that Greenloom does with the inside of this JDK. */
final class SelfTest {
  private static final int PATIENCE_MILLIS = 1_000;

  private final Adapter jdk;

  SelfTest(Adapter jdk) {
    this.jdk = jdk;
  }

  /** Continuations are indispensable: one is suspended, resumed, and ends. */
  void continuations() {
    int[] steps = {0};
    Adapter.Frames[] frames = new Adapter.Frames[1];
    frames[0] =
        jdk.frames(
            new RawContinuation(() -> {}),
            () -> {
              steps[0]++;
              frames[0].suspend();
              steps[0]++;
            });
    boolean suspended = !frames[0].enter() && steps[0] == 1;
    boolean ended = frames[0].enter() && steps[0] == 2;
    if (!suspended || !ended) {
      throw new IllegalStateException("continuations do not work on " + Runtime.version());
    }
  }

  /** The task in place of the JDK's submission arrives at the scheduler, at each submission. */
  boolean taskField() {
    Probe probe = new Probe();
    return works(probe, () -> probe.submittedTask == probe.submissions);
  }

  /** The hooks fire: for threads that are resumed, and for those that park pinned. */
  boolean hooks() {
    Probe probe = new Probe();
    return works(probe, () -> probe.resumed == 1 && probe.pinned == 1);
  }

  private static void parkTwice() {
    LockSupport.park();
    Continuation.pin();
    try {
      LockSupport.parkNanos(1);
    } finally {
      Continuation.unpin();
    }
  }

  private boolean works(Probe probe, BooleanSupplier good) {
    try {
      Thread t = jdk.create(probe, null, SelfTest::parkTwice, probe.task);
      t.start();
      probe.runAll();
      LockSupport.unpark(t);
      probe.runAll();
      return VirtualThread25.state(t) == VirtualThread25.TERMINATED && good.getAsBoolean();
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  /** Timed waits come to a scheduler that is a ForkJoinPool. */
  boolean timers() {
    try (TimerProbe probe = new TimerProbe()) {
      Thread t =
          jdk.create(probe, null, () -> LockSupport.parkNanos(1_000_000_000), new GreenTask() {});
      t.start();
      probe.runAll();
      LockSupport.unpark(t);
      probe.runAll();
      return probe.scheduled;
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  boolean groups() {
    try {
      jdk.endGroup(jdk.group("greenloom-self-test", Stream::empty));
      return true;
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  /** A platform thread that ends tells. */
  boolean threadEnd() {
    boolean[] told = {false};
    try {
      PlatformThread.run(() -> Jdk25.tellAtThreadEnd(() -> told[0] = true));
      return told[0];
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  /**
   * Of two threads of one scheduler, one is notified by the other: unblocked while the monitor is
   * held it waits on, unblocked after that it gets it.
   */
  boolean monitors() {
    if (VirtualThread25.ON_WAITING_LIST == null) {
      return false;
    }
    try (TimerProbe probe = new TimerProbe()) {
      MonitorGame game = new MonitorGame();
      Thread waiter = jdk.create(probe, null, game::await, new GreenTask() {});
      Thread owner = jdk.create(probe, null, game::tell, new GreenTask() {});
      waiter.start();
      Runnable submission = probe.queue.element();
      probe.runAll();
      owner.start();
      probe.runAll();
      if (jdk.heir(waiter) || !jdk.unblock(waiter)) {
        return false;
      }
      submission.run();
      boolean waitsOn = !game.told && VirtualThread25.state(waiter) == VirtualThread25.BLOCKED;
      LockSupport.unpark(owner);
      return waitsOn && getsIt(probe, waiter, submission) && game.told;
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  /** Runs both to their end; the JDK's unblocker may be quicker than we are. */
  private boolean getsIt(TimerProbe probe, Thread waiter, Runnable submission) {
    long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (VirtualThread25.state(waiter) != VirtualThread25.TERMINATED) {
      if (System.nanoTime() - until > 0) {
        return false;
      }
      probe.runAll();
      if (jdk.heir(waiter) && jdk.unblock(waiter)) {
        submission.run();
      }
    }
    return true;
  }

  /** Both waits have an end, where a monitor holds the carrier. */
  private static final class MonitorGame {
    boolean told;

    @SuppressWarnings("WaitNotInLoop") // one wait is what is tried out
    synchronized void await() {
      try {
        wait(PATIENCE_MILLIS);
        told = true;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    synchronized void tell() {
      notifyAll();
      LockSupport.parkNanos(PATIENCE_MILLIS * 1_000_000L);
    }
  }

  /**
   * A thread that waits for a descriptor tells its scheduler, is woken through the scheduler's
   * epoll, and goes on; an exception of the scheduler comes out of the wait.
   */
  boolean socketWaits(Pollers25 pollers) {
    int event = Epoll25.newEvent();
    try (SocketProbe probe = new SocketProbe()) {
      Thread t = jdk.create(probe, null, () -> waitTwice(pollers, event), new GreenTask() {});
      t.start();
      probe.runAll();
      Epoll25.set(event);
      probe.epoll.deliver(probe.epoll.await(PATIENCE_MILLIS));
      probe.runAll();
      return probe.told.equals(List.of("begin", "end woken", "begin"))
          && VirtualThread25.state(t) == VirtualThread25.TERMINATED;
    } catch (IOException | RuntimeException | LinkageError e) {
      return false;
    } finally {
      Epoll25.closeDescriptor(event);
    }
  }

  /**
   * A thread reads what is not there, waits, and reads it when it has been reported; what has come
   * unreported it does not see. Closing is noticed.
   */
  boolean reads(Pollers25 pollers, Dispatcher25 reads) {
    int event = Epoll25.newEvent();
    FileDescriptor descriptor = IOUtil.newFD(event);
    List<Integer> found = new ArrayList<>();
    try (SocketProbe probe = new SocketProbe()) {
      IOUtil.configureBlocking(descriptor, false);
      Thread t =
          jdk.create(
              probe,
              null,
              () -> {
                found.add(reads.read(descriptor));
                pollers.awaitReadable(event);
                found.add(reads.read(descriptor));
                found.add(reads.read(descriptor));
                Epoll25.set(event);
                found.add(reads.read(descriptor));
              },
              new GreenTask() {});
      t.start();
      probe.runAll();
      Epoll25.set(event);
      probe.epoll.deliver(probe.epoll.await(PATIENCE_MILLIS));
      probe.runAll();
    } catch (IOException | RuntimeException | LinkageError e) {
      found.clear();
    }
    boolean known = Reads25.at(event) != null;
    reads.close(descriptor);
    int nothing = Dispatcher25.NOTHING;
    return found.equals(List.of(nothing, 8, nothing, nothing))
        && known
        && Reads25.at(event) == null;
  }

  private static void waitTwice(Pollers25 pollers, int fd) {
    pollers.awaitReadable(fd);
    try {
      pollers.awaitReadable(fd);
      throw new IllegalStateException("waited against the scheduler's will");
    } catch (CancellationException e) {
      Epoll25.drain(fd);
    }
  }

  /** Lets a scheduler run on a platform thread; ends when its queue is empty. */
  private static void runAll(Queue<Runnable> queue) {
    for (Runnable r = queue.poll(); r != null; r = queue.poll()) {
      r.run();
    }
  }

  /** A scheduler that runs what it has when told to, on a platform thread. */
  private static final class Probe implements Executor {
    final GreenTask task =
        new GreenTask() {
          @Override
          protected void onContinue() {
            resumed++;
          }

          @Override
          protected void onPinned() {
            pinned++;
          }
        };
    final Queue<Runnable> queue = new ArrayDeque<>();
    int submissions;
    int submittedTask;
    int resumed;
    int pinned;

    @Override
    public void execute(Runnable r) {
      submissions++;
      if (r == task) {
        submittedTask++;
      }
      queue.add(r);
    }

    void runAll() {
      SelfTest.runAll(queue);
    }
  }

  /** Takes submissions from the JDK's own threads, too. */
  private static final class TimerProbe extends ForkJoinPool {
    final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    boolean scheduled;

    TimerProbe() {
      super(1);
    }

    @Override
    public void execute(Runnable r) {
      queue.add(r);
    }

    @Override
    public @Nullable ScheduledFuture<?> schedule(Runnable r, long delay, TimeUnit unit) {
      scheduled = true;
      return null;
    }

    void runAll() {
      SelfTest.runAll(queue);
    }
  }

  /** A scheduler with an epoll, which refuses the second wait. */
  private static final class SocketProbe implements Executor, SocketWaits, AutoCloseable {
    final Epoll25 epoll = new Epoll25();
    final List<String> told = new ArrayList<>();
    final Queue<Runnable> queue = new ArrayDeque<>();

    SocketProbe() throws IOException {}

    @Override
    public void execute(Runnable r) {
      queue.add(r);
    }

    @Override
    public boolean begin(int fd, boolean read) throws IOException {
      told.add("begin");
      if (told.size() > 1) {
        throw new CancellationException();
      }
      return epoll.arm(fd, read);
    }

    @Override
    public boolean end(int fd, boolean read, boolean woken) {
      told.add(woken ? "end woken" : "end");
      return epoll.disarm(fd, read, woken);
    }

    void runAll() {
      SelfTest.runAll(queue);
    }

    @Override
    public void close() {
      epoll.close();
    }
  }
}
