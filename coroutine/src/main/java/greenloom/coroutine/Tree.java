package greenloom.coroutine;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The coroutines of one thread, and the transfer between them.
 *
 * <p>Only the main coroutine has the thread's own stack. Its transfers enter {@link #loop}, which
 * resumes one coroutine after the other; a transfer between two others suspends the first, which
 * leads back into the loop. So nothing grows however often they switch, and all of it is one
 * suspend and one resume.
 */
final class Tree {
  static final String LOOP = "loop";
  private static final ThreadLocal<Tree> HERE = ThreadLocal.withInitial(Tree::new);

  final Thread thread = Thread.currentThread();
  final Coroutine main = new Coroutine(this);

  /** Whose turn it is; while a transfer is under way, who gets it. */
  Coroutine current = main;

  Coroutine.@Nullable Tracer tracer;

  /** What a transfer carries; the receiver takes it out at once. */
  private @Nullable Coroutine origin;

  private @Nullable Object value;
  private @Nullable Throwable error;

  /** The first watch over a generator of this thread, which alone touches the list. */
  private @Nullable Watch watched;

  /** A stack of watches whose generators were abandoned, until this thread takes note. */
  private final AtomicReference<@Nullable Watch> abandoned = new AtomicReference<>();

  /** The calling thread's tree; closes first what was abandoned in it. */
  static Tree here() {
    Tree tree = HERE.get();
    tree.sweep();
    return tree;
  }

  /**
   * Switches from the current coroutine to {@code target}, or to its nearest ancestor that can go
   * on, and returns what the current one is sent next.
   */
  @Nullable Object transfer(Coroutine target, @Nullable Object v, @Nullable Throwable e) {
    sweep();
    Coroutine from = current;
    Coroutine to = aim(target, v, e);
    if (to == from) {
      return take();
    }
    if (tracer != null) {
      origin = from;
    }
    if (from == main) {
      loop();
    } else {
      leave(from);
    }
    return tracer == null ? take() : traced(from);
  }

  /** Finds the coroutine that will get the value or error, and puts that where it looks. */
  private Coroutine aim(Coroutine target, @Nullable Object v, @Nullable Throwable e) {
    Coroutine to = target;
    if (to.frames == null && to != main) {
      if (e instanceof CoroutineExit && !to.started()) {
        to.end();
        v = e; // it never began, so this is what it returns
        e = null;
      }
      to = heir(to, e != null);
    }
    if (value != v) { // most are null, and a store costs more than a look
      value = v;
    }
    if (error != e) {
      error = e;
    }
    current = to;
    return to;
  }

  /** The first of {@code c} and its ancestors that can go on; an error ends the unstarted ones. */
  private Coroutine heir(Coroutine c, boolean failing) {
    while (c.frames == null && c != main) {
      if (!c.dead()) {
        if (!failing) {
          c.begin();
          break;
        }
        c.end();
      }
      c = c.ancestor();
    }
    return c;
  }

  /** Called last by a coroutine that has ended: the rest is its parent's. */
  void bequeath(Coroutine ended, @Nullable Object result, @Nullable Throwable failure) {
    if (tracer != null) {
      origin = ended;
    }
    try {
      aim(ended.ancestor(), result, failure);
    } catch (Throwable e) { // no memory to start the parent with
      aim(main, null, e);
    }
  }

  /** Carries coroutines on the stack of the main one, until it is its turn again. */
  private void loop() {
    try {
      for (Coroutine c = current; c != main; c = current) {
        c.resume();
      }
    } finally {
      current = main;
    }
  }

  private void leave(Coroutine from) {
    try {
      from.suspend();
    } catch (Throwable refused) { // a native frame is in the way, or a monitor is held
      current = from;
      origin = null;
      value = null;
      error = null;
      throw refused;
    }
  }

  /** Called first by a coroutine that has just begun: returns what it was sent. */
  @Nullable Object begun(Coroutine me) {
    return tracer == null ? take() : traced(me);
  }

  private @Nullable Object take() {
    Throwable e = error;
    if (e != null) {
      error = null;
      throw Crossing.arrived(e);
    }
    Object v = value;
    if (v != null) {
      value = null;
    }
    return v;
  }

  /** The tracer may switch, too: what was sent is taken out of the way first. */
  private @Nullable Object traced(Coroutine me) {
    Coroutine.Tracer t = tracer;
    Coroutine from = origin;
    origin = null;
    if (t == null || from == null) {
      return take();
    }
    Object v = value;
    Throwable e = error;
    value = null;
    error = null;
    try {
      t.switched(e == null ? Coroutine.Event.SWITCH : Coroutine.Event.THROW, from, me);
    } catch (Throwable failed) {
      if (tracer == t) {
        tracer = null;
      }
      if (e != null && e != failed) {
        failed.addSuppressed(e);
      }
      throw failed;
    }
    value = v;
    error = e;
    return take();
  }

  /** Closes, in this its thread, what was abandoned since the last time. */
  void sweep() {
    if (abandoned.getPlain() != null) {
      for (Watch w = abandoned.getAndSet(null); w != null; w = w.below) {
        unwatch(w);
        w.close();
      }
    }
  }

  /** Called from any thread: {@code w}'s generator is out of reach. */
  void abandoned(Watch w) {
    do {
      w.below = abandoned.get();
    } while (!abandoned.compareAndSet(w.below, w));
  }

  void watch(Watch w) {
    Watch first = watched;
    w.after = first;
    if (first != null) {
      first.before = w;
    }
    watched = w;
  }

  void unwatch(Watch w) {
    Watch before = w.before;
    Watch after = w.after;
    if (before != null) {
      before.after = after;
    } else if (watched == w) {
      watched = after;
    }
    if (after != null) {
      after.before = before;
    }
    w.before = null;
    w.after = null;
  }
}
