package greenloom.process;

import greenloom.hub.Guard;
import greenloom.hub.Hub;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A shared object in the process that has it. It keeps values as bytes and never waits: a request
 * that has to wait is kept until it can be answered. It is asked one at a time, under a guard;
 * answers are given when that is free again, since they may lead to more requests.
 */
abstract class Served {
  private final Guard guard = new Guard();
  private final Queue<Runnable> answers = new ArrayDeque<>(); // under the guard
  private volatile Party latest = Party.HERE; // who has asked from elsewhere
  private Runnable whenUseless = () -> {};

  /** Deals with a request. Any thread. */
  final void serve(Request r) {
    guarded(() -> {
      try {
        handle(r);
      } catch (RuntimeException e) {
        fail(r, e);
      }
    });
  }

  /** Nobody waits for the answer of {@code r} any more. Any thread. */
  final void cancel(Request r) {
    guarded(() -> {
      if (forget(r)) {
        fail(r, new IllegalStateException("nobody waits for it any more"));
      }
    });
  }

  /** The process of {@code p} has ended, or lost its way here. Any thread. */
  final void gone(Party p) {
    guarded(() -> {
      latest = latest == p ? Party.HERE : latest;
      forget(p);
    });
  }

  /** Who waits for something here is concerned by who comes, and by who goes. */
  final void concerns(Party p) {
    p.concerns(this);
    latest = p == Party.HERE ? latest : p;
  }

  /** A greenlet of {@code hub} waits for an answer. Any thread. */
  final void awaitedBy(Hub hub) {
    latest.lend(hub);
  }

  /** Has {@code then} run when it is of no use any more; before anybody uses it. */
  final void onUseless(Runnable then) {
    whenUseless = then;
  }

  /** Says that it is of no use any more, once the guard is free. */
  final void useless() {
    answers.add(whenUseless);
  }

  /** It has been given up; who waits is told. */
  final void drop() {
    guarded(this::end);
  }

  private void guarded(Runnable part) {
    Queue<Runnable> now;
    guard.enter();
    try {
      part.run();
      now = new ArrayDeque<>(answers);
      answers.clear();
    } finally {
      guard.leave();
    }
    now.forEach(Runnable::run);
  }

  /** Answers {@code r} now, or keeps it. */
  abstract void handle(Request r);

  /** Takes {@code r} out of those that wait; returns whether it was among them. */
  boolean forget(Request r) {
    return false;
  }

  /** Takes back what {@code p} has, and what it waits for. */
  void forget(Party p) {}

  /** Fails those that wait. */
  void end() {}

  /** Answers once the guard is free. */
  final void answer(Request r, Blob... values) {
    answers.add(() -> r.answer(values));
  }

  /** The same; does {@code otherwise} if nobody hears it. */
  final void answer(Request r, Runnable otherwise, Blob... values) {
    answers.add(() -> {
      if (!r.answer(values)) {
        otherwise.run();
      }
    });
  }

  final void fail(Request r, Throwable e) {
    answers.add(() -> r.fail(e));
  }

  /** What a request gets that makes no sense here. */
  final RuntimeException senseless(Request r) {
    return new IllegalArgumentException(getClass().getSimpleName() + " cannot " + r.op());
  }
}
