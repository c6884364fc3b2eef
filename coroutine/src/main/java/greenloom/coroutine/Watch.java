package greenloom.coroutine;

import greenloom.jdk.Reaper;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a started generator to go out of reach, and has it closed then.
 *
 * <p>Watches hang in a list of the thread they belong to: no lock is needed to come and go, and the
 * watches of a dead thread are gone with it. One daemon thread hears of abandoned generators. It
 * asks the {@link Reaper}; if that declines, the owner closes them at its next chance.
 */
final class Watch extends PhantomReference<Generator<?>> {
  private static final boolean REPORT = System.getProperty("greenloom.debug", "").contains("leaks");
  private static final ReferenceQueue<Generator<?>> ABANDONED = new ReferenceQueue<>();

  static {
    Thread.ofPlatform()
        .daemon()
        .name("greenloom-abandoned")
        .inheritInheritableThreadLocals(false)
        .start(Watch::listen);
  }

  /** The neighbours in the list of the owner. */
  @Nullable Watch before;

  @Nullable Watch after;

  /** The next one in the stack of the abandoned. */
  @Nullable Watch below;

  private final Tree tree;
  private final @Nullable Throwable begun;
  private volatile @Nullable GeneratorCore<?, ?, ?> core;

  Watch(Generator<?> handle, GeneratorCore<?, ?, ?> core, Tree tree) {
    super(handle, ABANDONED);
    this.core = core;
    this.tree = tree;
    begun = REPORT ? new Throwable("it began here") : null;
  }

  /** Closes the generator unless somebody else does; in a thread that may run it. */
  void close() {
    GeneratorCore<?, ?, ?> c = core;
    core = null;
    if (c != null) {
      c.closeAbandoned();
    }
  }

  private static void listen() {
    while (true) {
      try {
        ((Watch) ABANDONED.remove()).dispatch();
      } catch (InterruptedException e) {
        // nobody has a reason to stop this thread
      } catch (Throwable e) {
        log("cannot have an abandoned generator closed", e);
      }
    }
  }

  private void dispatch() {
    Thread owner = tree.thread;
    GeneratorCore<?, ?, ?> c = core;
    if (c == null || !owner.isAlive()) {
      return;
    }
    if (begun != null) {
      log("a generator of " + owner + " was abandoned before its end; close() it", begun);
    }
    if (Reaper.ask(owner, c::closeAbandoned)) {
      core = null;
    }
    tree.abandoned(this); // at least to be taken from the list
  }

  static void log(String message, Throwable e) {
    System.getLogger("greenloom.coroutine").log(System.Logger.Level.WARNING, message, e);
  }
}
