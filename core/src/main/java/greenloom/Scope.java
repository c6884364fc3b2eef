package greenloom;

import greenloom.hub.GreenThread;
import greenloom.hub.GreenletExit;
import greenloom.hub.Guard;
import greenloom.hub.Signal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A block of code whose greenlets do not outlive it: what trio calls a nursery.
 *
 * <p>It returns when its body and all greenlets spawned in it have ended, and throws the first
 * failure, of the body or of a greenlet; later ones are among its suppressed. What a failure of a
 * greenlet does to the others is a matter of the word: {@link #call} and {@link #run} kill them,
 * {@link #collect} leaves them alone, and {@link #race} kills them when one has succeeded. A
 * failure of the body, a kill or a time limit that hits it kills the greenlets in any case, and
 * goes on when they have ended.
 *
 * <p>Its greenlets may spawn into it as well, while it is open. Threads of one hub only, to which
 * virtual threads of the JDK's own scheduler count as to {@link greenloom.hub.Hub#background()}.
 */
public final class Scope {
  /** What runs in a scope and gives a value. */
  @FunctionalInterface
  public interface Code<T> {
    /** Runs in {@code scope}. */
    T run(Scope scope) throws Exception;
  }

  /** What runs in a scope and gives nothing. */
  @FunctionalInterface
  public interface VoidCode {
    /** Runs in {@code scope}. */
    void run(Scope scope) throws Exception;
  }

  /** Tells the body that a greenlet has failed; only its own scope knows it. */
  private static final class ChildFailed extends Error {
    private static final long serialVersionUID = 1;
  }

  private final GreenThread parent = GreenThread.current();
  private final Group children = new Group();
  private final ChildFailed childFailed = new ChildFailed();
  private final Signal tellsParent = parent.signal(childFailed);
  private final boolean failFast;
  private volatile boolean open = true;

  // under the guard: greenlets end on their hub, which is not where a virtual thread of the JDK's
  // own scheduler runs
  private final Guard guard = new Guard();
  private final List<Throwable> failures = new ArrayList<>();
  private boolean decided; // nobody's failure matters any more

  private Scope(boolean failFast) {
    this.failFast = failFast;
  }

  /**
   * Runs {@code body} in a new scope. Unchecked failures are thrown as they are, see {@link #call}.
   */
  public static void run(VoidCode body) {
    call(scope -> {
      body.run(scope);
      return true;
    });
  }

  /**
   * Runs {@code body} in a new scope and returns its value.
   *
   * @throws CompletionException with a checked exception of the body or of a greenlet
   */
  public static <T> T call(Code<T> body) {
    return call(new Scope(true), body);
  }

  /**
   * Runs {@code body} in a new scope whose greenlets fail each for itself: all run to their end,
   * and then the first failure is thrown, with the others suppressed. Returns the value of the
   * body.
   *
   * @throws CompletionException with a checked exception of the body or of a greenlet
   */
  public static <T> T collect(Code<T> body) {
    return call(new Scope(false), body);
  }

  /**
   * Runs all {@code bodies} by the side, and returns the value of the first that succeeds; the
   * others are killed, and have ended then. If none succeeds the first failure is thrown, with the
   * others suppressed.
   *
   * @param bodies one at least
   * @throws CompletionException with a checked exception of a body
   * @throws CancellationException if none succeeds because all were killed
   */
  public static <T> T race(Collection<? extends Callable<? extends T>> bodies) {
    if (bodies.isEmpty()) {
      throw new IllegalArgumentException("a race needs one body at least");
    }
    return collect(scope -> {
      List<Greenlet<T>> racers = new ArrayList<>();
      bodies.forEach(body -> racers.add(scope.spawn(body)));
      for (Greenlet<T> first : Greenloom.inCompletionOrder(racers)) {
        if (first.successful() && !first.killed()) {
          scope.decide();
          scope.children.killSoon();
          return first.get();
        }
      }
      if (scope.failures().isEmpty()) {
        throw new CancellationException("none has won: all were killed");
      }
      throw scope.childFailed; // of which the failures tell
    });
  }

  private static <T> T call(Scope scope, Code<T> body) {
    T value;
    try {
      value = body.run(scope);
      scope.children.join();
      scope.open = false;
    } catch (Throwable e) {
      if (!signal(e)) {
        scope.failed(e); // before those that its end brings about
      }
      scope.end();
      scope.throwIfFailed(e);
      throw new AssertionError("a failure was lost", e);
    } finally {
      scope.tellsParent.withdraw();
    }
    scope.throwIfFailed(null);
    return value;
  }

  /** Starts a greenlet that the scope waits for. */
  public <T> Greenlet<T> spawn(Callable<? extends T> body) {
    if (!open) {
      throw new IllegalStateException("this scope has ended");
    }
    Greenlet<T> child = children.unstarted(body);
    child.delivered();
    child.afterEnd(child.hub(), () -> ended(child)); // before the group hears of it and is empty
    return children.start(child);
  }

  /** Starts a greenlet that gives nothing and that the scope waits for. */
  public Greenlet<Void> spawn(Action body) {
    return spawn(new ActionBody(body));
  }

  private void ended(Greenlet<?> child) {
    Throwable e = child.exception();
    if (e != null && failed(e) && failFast && open) {
      children.killSoon();
      tellsParent.send();
    }
  }

  /** Notes a failure; returns whether it is the first that matters. */
  private boolean failed(Throwable e) {
    guard.enter();
    boolean first = !decided && failures.isEmpty();
    if (!decided) {
      failures.add(e);
    }
    guard.leave();
    return first;
  }

  private void decide() {
    guard.enter();
    decided = true;
    failures.clear();
    guard.leave();
  }

  private List<Throwable> failures() {
    guard.enter();
    List<Throwable> all = List.copyOf(failures);
    guard.leave();
    return all;
  }

  /** Kills what is left and waits for it, whatever comes. */
  private void end() {
    open = false;
    tellsParent.withdraw();
    boolean interrupted = false;
    while (children.size() > 0) {
      interrupted |= Thread.interrupted();
      interrupted |= GreenThread.<Boolean, RuntimeException>shield(this::interruptedWhileKilling);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean interruptedWhileKilling() {
    try {
      children.kill();
      return false;
    } catch (CancellationException e) {
      return Thread.interrupted();
    }
  }

  /** Whether {@code e} is a signal, or an error, that goes on its way whatever else has failed. */
  private static boolean signal(Throwable e) {
    return e instanceof Error;
  }

  /** Throws the failure that counts, with the others suppressed; returns if there is none. */
  private void throwIfFailed(@Nullable Throwable ofBody) {
    List<Throwable> failed = failures();
    boolean foreign = ofBody != null && ofBody != childFailed && signal(ofBody);
    Throwable first = failed.isEmpty() || foreign ? ofBody : failed.getFirst();
    if (first == null) {
      return;
    }
    failed.forEach(e -> suppress(first, e));
    if (first instanceof RuntimeException unchecked) {
      throw unchecked;
    } else if (first instanceof Error error) {
      throw error;
    }
    throw new CompletionException(first);
  }

  private static void suppress(Throwable first, Throwable other) {
    boolean news = other != first && !(other instanceof GreenletExit);
    if (news && !List.of(first.getSuppressed()).contains(other)) {
      first.addSuppressed(other);
    }
  }
}
