package greenloom.cluster;

import greenloom.process.PipeEnd;
import java.io.Serializable;
import java.time.Duration;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** An end of a pipe between members: the queue that it receives from, and the one it sends to. */
record ClusterPipeEnd<T>(ClusterQueue<T> in, ClusterQueue<T> out)
    implements PipeEnd<T>, Serializable {
  /** So many items may be on their way each way. */
  static final int AHEAD = 1_000;

  @Override
  public void send(T item) {
    out.put(item);
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
    out.shutdown();
  }
}
