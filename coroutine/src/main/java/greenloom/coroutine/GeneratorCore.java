package greenloom.coroutine;

import greenloom.jdk.RawContinuation;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The half of a generator that its body knows. It must never refer to the other half, {@link
 * LiveGenerator}: when that is out of reach, the body gets closed.
 */
final class GeneratorCore<
        T extends @Nullable Object, S extends @Nullable Object, R extends @Nullable Object>
    implements SendGenerator.Out<T, S> {
  private SendGenerator.@Nullable Body<T, S, R> body;
  private @Nullable RawContinuation frames;
  private @Nullable Tree tree;
  private @Nullable Watch watch;
  private boolean ended;
  private boolean returned;

  /** Whether {@link #item} waits to be taken. */
  private boolean ready;

  private @Nullable T item;
  private @Nullable S sent;
  private @Nullable Throwable error;
  private @Nullable Throwable failure;
  private @Nullable R result;

  GeneratorCore(SendGenerator.Body<T, S, R> body) {
    this.body = body;
  }

  // the caller's side

  /** Sees to it that an element is ready; false if there is none any more. */
  boolean fetch(Generator<?> handle) {
    return (ready && mine()) || advance(handle, null, null);
  }

  /** Runs the body to its next element; false if it has ended. What leaves the body is thrown. */
  boolean advance(@Nullable Generator<?> handle, @Nullable S value, @Nullable Throwable thrown) {
    RawContinuation f = frames;
    if (f == null || f.owner() != Thread.currentThread() || f.running()) {
      f = admit(handle);
      if (f == null) {
        return false;
      }
    }
    Tree t = tree;
    if (t != null) {
      t.sweep();
    }
    if (value != sent) { // most are null, and a store costs more than a look
      sent = value;
    }
    if (thrown != error) {
      error = thrown;
    }
    try {
      f.resume();
    } catch (Throwable e) { // no stack left, for one: the body catches its own
      if (f.done()) {
        finish();
      }
      throw e;
    }
    return ready || stopped();
  }

  private boolean mine() {
    RawContinuation f = frames;
    return f != null && f.owner() == Thread.currentThread();
  }

  @SuppressWarnings("NullAway") // null only where T allows it
  T take() {
    T element = item;
    item = null;
    ready = false;
    return element;
  }

  /** Checks that the caller may use this generator, and returns what to resume; null at its end. */
  @Nullable RawContinuation admit(@Nullable Generator<?> handle) {
    RawContinuation f = frames;
    Thread here = Thread.currentThread();
    if (f != null && f.owner() != here) {
      throw new IllegalStateException(
          "this generator belongs to " + f.owner() + " and cannot be used by " + here);
    }
    if (f != null && f.running()) {
      throw new IllegalStateException("the body of this generator is running already");
    }
    if (f != null || ended || handle == null) {
      return f;
    }
    Tree t = Tree.here();
    f = new RawContinuation(this::run);
    f.prepare();
    Watch w = new Watch(handle, this, t);
    t.watch(w);
    tree = t;
    watch = w;
    frames = f;
    return f;
  }

  /** Refuses a value that no yield waits for. */
  void expectValue(Generator<?> handle) {
    if (ended) {
      return;
    }
    if (frames == null) {
      throw new IllegalStateException(
          "nothing waits for a value yet: begin with next() or send(null)");
    }
    admit(handle);
    if (ready) {
      throw new IllegalStateException(
          "nothing waits for a value: hasNext() has fetched the next element; take it first");
    }
  }

  T throwInto(Generator<?> handle, Throwable thrown) {
    if (frames == null) {
      finish();
      throw Crossing.unchecked(thrown);
    }
    admit(handle);
    drop();
    if (!advance(handle, null, thrown)) {
      throw LiveGenerator.noMore();
    }
    return take();
  }

  void close(@Nullable Generator<?> handle) {
    if (frames == null) {
      finish();
      return;
    }
    admit(handle);
    drop();
    CoroutineExit exit = new CoroutineExit();
    try {
      if (advance(handle, null, exit)) {
        drop();
        throw new IllegalStateException("the body yielded while it was being closed");
      }
    } catch (CoroutineExit e) {
      if (e != exit) {
        throw e;
      }
    }
  }

  @SuppressWarnings("NullAway") // null only where R allows it
  R result() {
    if (!returned) {
      throw new IllegalStateException(
          ended ? "the body ended without a result" : "the body has not ended yet");
    }
    return result;
  }

  String state() {
    RawContinuation f = frames;
    return ended ? "ended" : f == null ? "unstarted" : f.running() ? "running" : "suspended";
  }

  private void drop() {
    item = null;
    ready = false;
  }

  /** After the body has ended. */
  private boolean stopped() {
    finish();
    Throwable e = failure;
    failure = null;
    if (e != null) {
      throw Crossing.arrived(e);
    }
    return false;
  }

  private void finish() {
    ended = true;
    body = null;
    frames = null;
    Watch w = watch;
    Tree t = tree;
    watch = null;
    tree = null;
    if (w != null && t != null) {
      t.unwatch(w);
    }
  }

  /** Closes what nobody can reach any more, in the calling thread; never throws. */
  void closeAbandoned() {
    RawContinuation f = frames;
    if (f == null || f.running()) {
      return; // it stands in the stack of something that is out of reach, too
    }
    try {
      if (f.owner() != Thread.currentThread()) {
        watch = null; // it hangs in the owner's list, which is not ours
        tree = null;
        f.adopt();
      }
      close(null);
    } catch (Throwable e) {
      Watch.log("an abandoned generator did not close", e);
    }
  }

  // the body's side

  private void run() {
    SendGenerator.Body<T, S, R> b = body;
    body = null;
    try {
      if (b != null) {
        result = b.run(this);
        returned = true;
      }
    } catch (Throwable e) {
      failure = e;
    }
  }

  @Override
  public @Nullable S yield(T element) {
    stand(element);
    Throwable e = error;
    if (e != null) {
      error = null;
      throw Crossing.arrived(e);
    }
    S value = sent;
    if (value != null) {
      sent = null;
    }
    return value;
  }

  /** Hands the element out and comes back when the next one is asked for. */
  private void stand(T element) {
    RawContinuation f = frames;
    if (f == null || !f.running() || ready) {
      throw new IllegalStateException("yielded from outside of the body");
    }
    item = element;
    ready = true;
    try {
      f.suspend();
    } catch (Throwable refused) {
      drop();
      throw refused;
    }
  }

  @Override
  public <Q extends @Nullable Object> Q yieldAll(SendGenerator<? extends T, ? super S, Q> other) {
    var inner = (LiveGenerator<? extends T, ? super S, ?>) other;
    boolean more = inner.hasNext();
    while (more) {
      stand(inner.take());
      Throwable e = thrown(inner);
      S value = sent;
      sent = null;
      more = inner.advance(value, e);
    }
    return other.result();
  }

  @Override
  public void yieldAll(Iterator<? extends T> elements) {
    if (elements instanceof LiveGenerator<? extends T, ?, ?> inner) {
      boolean more = inner.hasNext();
      while (more) {
        stand(inner.take());
        Throwable e = thrown(inner);
        sent = null;
        more = inner.advance(null, e);
      }
    } else {
      while (elements.hasNext()) {
        this.yield(elements.next());
      }
    }
  }

  /** What is thrown into us goes to {@code inner}, except for the signal, which closes it first. */
  private @Nullable Throwable thrown(LiveGenerator<?, ?, ?> inner) {
    Throwable e = error;
    error = null;
    if (e instanceof CoroutineExit) {
      inner.close();
      throw Crossing.arrived(e);
    }
    return e;
  }
}
