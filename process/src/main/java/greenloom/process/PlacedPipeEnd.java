package greenloom.process;

import greenloom.hub.GreenThread;
import greenloom.sync.UntilShutDown;
import java.io.Serializable;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * An end of a pipe: the queue that it receives from, and the one that it sends to. Items are sent
 * without an answer, but for one now and then that is waited for before the next of that kind; so
 * no more is under way than two such stretches. They are received several at a time.
 *
 * @param in where the queue is that it receives from
 * @param out where the queue is that it sends to
 */
record PlacedPipeEnd<T>(Place in, Place out) implements PipeEnd<T>, Serializable {
  /** So much is kept for who receives. */
  static final int BYTES = 1024 * 1024;

  /** An answer is wanted after so many bytes or items. */
  private static final long STRETCH_BYTES = 256 * 1024;

  private static final int STRETCH = 64;

  /** What this process knows of the ends that it uses; by the place that they receive from. */
  private static final Map<Place, Local> OF_THIS_PROCESS = new ConcurrentHashMap<>();

  /** What one process knows of one end. */
  private static final class Local {
    final Queue<Blob> received = new ConcurrentLinkedQueue<>(); // and not given yet

    // guarded by this
    private long bytes;
    private int items;
    private @Nullable Call answer;

    /** Counts an item; returns whether its answer is wanted. */
    synchronized boolean count(Blob item) {
      bytes += item.length();
      items++;
      boolean wanted = bytes >= STRETCH_BYTES || items >= STRETCH;
      if (wanted) {
        bytes = 0;
        items = 0;
      }
      return wanted;
    }

    synchronized @Nullable Call answer() {
      return answer;
    }

    synchronized void answer(Call next) {
      answer = next;
    }
  }

  private Local local() {
    return OF_THIS_PROCESS.computeIfAbsent(in, _ -> new Local());
  }

  // --- sending ---

  @Override
  public void send(T item) {
    Blob bytes = Blob.of(Objects.requireNonNull(item, "a pipe takes no null items"));
    Local local = local();
    GreenThread.current().noWait();
    if (!local.count(bytes)) {
      out.tell(Op.PUT, bytes);
      return;
    }
    Call before = local.answer();
    if (before != null) {
      before.answer().await(); // a kill here leaves this item out, and that one in
      Blob[] _ = Call.outcome(before.answer(), Accepted.here());
    }
    local.answer(out.begin(Op.PUT, bytes));
  }

  // --- receiving ---

  @Override
  public T receive() {
    Local local = local();
    Blob next = next(local);
    return item(next != null ? next : first(local, in.askOrUndo(this::putBack, Op.TAKE_SOME)));
  }

  @Override
  public @Nullable T receive(Duration limit) {
    Local local = local();
    Blob next = next(local);
    if (next == null) {
      Blob[] some = in.askOrUndo(limit, this::putBack, Op.TAKE_SOME);
      next = some == null ? null : first(local, some);
    }
    return next == null ? null : item(next);
  }

  private static @Nullable Blob next(Local local) {
    if (local.received.peek() != null) {
      GreenThread.current().noWait(); // before it is taken: a kill may come out of it
    }
    return local.received.poll();
  }

  private static Blob first(Local local, Blob... some) {
    for (int i = 1; i < some.length; i++) {
      local.received.add(some[i]);
    }
    return some[0];
  }

  private void putBack(Blob... late) {
    for (int i = late.length; i > 0; i--) {
      in.tell(Op.PUT_BACK, late[i - 1]);
    }
  }

  @SuppressWarnings("unchecked") // it was sent as one
  private T item(Blob bytes) {
    return (T) Objects.requireNonNull(bytes.value(Accepted.here()));
  }

  @Override
  public Iterator<T> iterator() {
    return new UntilShutDown<>(this::receive, "the pipe is closed and empty");
  }

  // --- the end ---

  @Override
  public void close() {
    Blob[] _ = out.ask(Op.SHUT_DOWN);
    Blob[] _ = in.ask(Op.SHUT_DOWN);
    OF_THIS_PROCESS.computeIfPresent(in, (_, left) -> left.received.isEmpty() ? null : left);
  }
}
