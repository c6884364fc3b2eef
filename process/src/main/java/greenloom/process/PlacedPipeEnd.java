package greenloom.process;

import java.io.Serializable;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An end of a pipe: the queue that it receives from, and the one that it sends to. */
final class PlacedPipeEnd<T> implements PipeEnd<T>, Serializable {
  /** So much is kept for who receives. */
  static final int BYTES = 1024 * 1024;

  /** So many may be sent ahead of the answer that they have arrived. */
  private static final int AHEAD = 64;

  private final ProcessQueue<T> in;
  private final Place out;

  /** What has not been answered yet; of this process. */
  private static final class Sent {
    final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    final AtomicInteger count = new AtomicInteger();
  }

  private transient volatile @Nullable Sent sent;

  PlacedPipeEnd(Place in, Place out) {
    this.in = new ProcessQueue<>(in);
    this.out = out;
  }

  private Sent sent() {
    Sent known = sent;
    return known != null ? known : makeSent();
  }

  private synchronized Sent makeSent() {
    Sent known = sent;
    if (known == null) {
      known = new Sent();
      sent = known;
    }
    return known;
  }

  @Override
  public void send(T item) {
    Blob bytes = Blob.of(Objects.requireNonNull(item, "a pipe takes no null items"));
    Sent ahead = sent();
    Call oldest = ahead.calls.peek();
    while (oldest != null && (oldest.answer().ready() || ahead.count.get() >= AHEAD)) {
      oldest.answer().await();
      if (ahead.calls.remove(oldest)) {
        ahead.count.decrementAndGet();
        Blob[] _ = Call.outcome(oldest.answer(), Accepted.here());
      }
      oldest = ahead.calls.peek();
    }
    ahead.count.incrementAndGet();
    ahead.calls.add(out.begin(Op.PUT, bytes));
  }

  @Override
  public T receive() {
    return in.take();
  }

  @Override
  public @Nullable T receive(Duration limit) {
    return in.poll(limit);
  }

  @Override
  public Iterator<T> iterator() {
    return in.iterator();
  }

  @Override
  public void close() {
    in.shutdown();
    Blob[] _ = out.ask(Op.SHUT_DOWN);
  }

  @Override
  public String toString() {
    return "PipeEnd[" + out.number() + "]";
  }
}
