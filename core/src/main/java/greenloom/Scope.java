package greenloom;

import greenloom.hub.GreenThread;
import greenloom.hub.GreenletExit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A block of code whose greenlets do not outlive it: what trio calls a nursery.
 *
 * <p>It returns when its body and all greenlets spawned in it have ended. The first failure, of the
 * body or of a greenlet, kills the rest and is thrown; later ones are among its suppressed. A kill
 * or a time limit that hits the body kills the greenlets too, and goes on when they have ended.
 *
 * <p>Its greenlets may spawn into it as well, while it is open. Threads of one hub only.
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
  private final List<Throwable> failures = new ArrayList<>();
  private boolean open = true;

  private Scope() {}

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
    Scope scope = new Scope();
    try {
      T value = body.run(scope);
      scope.children.join();
      scope.open = false;
      scope.throwIfFailed(null);
      return value;
    } catch (Throwable e) {
      if (!signal(e)) {
        scope.failures.add(e); // before those that its end brings about
      }
      scope.end();
      scope.throwIfFailed(e);
      throw new AssertionError("a failure was lost", e);
    } finally {
      scope.parent.withdraw(scope.childFailed);
    }
  }

  /** Starts a greenlet that the scope waits for. */
  public <T> Greenlet<T> spawn(Callable<? extends T> body) {
    if (!open) {
      throw new IllegalStateException("this scope has ended");
    }
    Greenlet<T> child = children.spawn(body);
    child.delivered();
    child.afterEnd(child.hub(), () -> ended(child));
    return child;
  }

  /** Starts a greenlet that gives nothing and that the scope waits for. */
  public Greenlet<Void> spawn(Action body) {
    return spawn(new ActionBody(body));
  }

  private void ended(Greenlet<?> child) {
    Throwable e = child.exception();
    if (e == null) {
      return;
    }
    failures.add(e);
    if (failures.size() == 1 && open) {
      children.killSoon();
      parent.deliver(childFailed);
    }
  }

  /** Kills what is left and waits for it, whatever comes. */
  private void end() {
    open = false;
    parent.withdraw(childFailed);
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
    boolean foreign = ofBody != null && ofBody != childFailed && signal(ofBody);
    Throwable first = failures.isEmpty() || foreign ? ofBody : failures.getFirst();
    if (first == null) {
      return;
    }
    failures.forEach(e -> suppress(first, e));
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
