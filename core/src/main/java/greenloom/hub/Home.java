package greenloom.hub;

import greenloom.jdk.Carrier;
import greenloom.jdk.Jdk;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which platform thread has which hub, from the hub's beginning on that thread to the thread's end.
 */
final class Home {
  private static final ThreadLocal<@Nullable Hub> OF_THREAD = new ThreadLocal<>();

  private Home() {}

  /** The hub for virtual threads that are not ours; made when one of them first needs it. */
  private static final class Background {
    static final Hub HUB = new HubSetup("greenloom-background").daemon().start();
  }

  static Hub background() {
    return Background.HUB;
  }

  /** The hub of the calling platform thread, made if it has none yet. */
  static Hub hub() {
    Hub hub = OF_THREAD.get();
    if (hub == null) {
      hub = new Hub(new HubSetup(Thread.currentThread().getName()), false);
      OF_THREAD.set(hub);
      Jdk.atThreadEnd(Home::threadEnds);
    }
    return hub;
  }

  /** Makes the calling platform thread one that runs {@code hub}. */
  static void adopt(Hub hub) {
    OF_THREAD.set(hub);
  }

  private static void threadEnds() {
    Hub hub = OF_THREAD.get();
    if (hub == null || hub.closed() || !hub.implicitOf(Thread.currentThread())) {
      return;
    }
    List<GreenThread> left = hub.threads().stream().filter(Home::hasWork).toList();
    if (!left.isEmpty()) {
      System.getLogger("greenloom")
          .log(
              Level.WARNING,
              "thread {0} ends before its greenlets, which are killed: {1}",
              hub.name(),
              Dump.names(left));
    }
    hub.end().closeHere();
    OF_THREAD.remove();
  }

  /** That of a watcher which was closed only has to end. */
  private static boolean hasWork(GreenThread green) {
    return !(green.origin() instanceof Watcher.Body body && body.watcher().over());
  }

  // --- a thread for a hub ---

  static Hub start(HubSetup setup) {
    Starting starting = new Starting(setup);
    Thread.ofPlatform()
        .name(setup.name)
        .daemon(setup.daemon)
        .stackSize(HubSetup.STACK_BYTES)
        .start(starting);
    return starting.await();
  }

  /** A hub is made by the thread that is its home; the starter waits for it on the bare carrier. */
  private static final class Starting implements Runnable {
    private final HubSetup setup;
    private final Thread starter = Carrier.current();
    private volatile @Nullable Hub made;
    private volatile @Nullable Throwable failed;

    Starting(HubSetup setup) {
      this.setup = setup;
    }

    @Override
    public void run() {
      Hub hub;
      try {
        hub = new Hub(setup, true);
        adopt(hub);
        made = hub;
      } catch (Throwable e) {
        failed = e;
        return;
      } finally {
        Carrier.unpark(starter);
      }
      hub.end().runUntilClosed();
    }

    Hub await() {
      while (true) {
        Hub hub = made;
        if (hub != null) {
          return hub;
        }
        Throwable e = failed;
        if (e != null) {
          throw Hub.sneaky(e);
        }
        Carrier.park(1_000_000);
      }
    }
  }

  // --- a hub for a while ---

  /** Runs {@code body} as the first green thread of a fresh hub on the calling platform thread. */
  static <T> T call(HubSetup setup, Body<T, ? extends Exception> body) {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("only a platform thread can run a hub");
    }
    Hub former = OF_THREAD.get();
    Hub hub = new Hub(setup, false);
    OF_THREAD.set(hub);
    try {
      return first(hub, body);
    } finally {
      hub.end().closeHere();
      OF_THREAD.set(former);
    }
  }

  private static <T> T first(Hub hub, Body<T, ? extends Exception> body) {
    Object[] result = new Object[1];
    Throwable[] failure = new Throwable[1];
    Waiter end = Waiter.here(hub, "run", new Guard());
    Runnable first =
        () -> {
          try {
            result[0] = body.run();
          } catch (Throwable e) {
            failure[0] = e;
          } finally {
            end.wake(null);
          }
        };
    hub.start(hub.unstarted("main", first, body));
    end.await();
    if (failure[0] != null) {
      throw Hub.sneaky(failure[0]);
    }
    @SuppressWarnings("unchecked")
    T value = (T) result[0];
    return value;
  }
}
