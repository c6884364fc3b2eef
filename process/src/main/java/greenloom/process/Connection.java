package greenloom.process;

import greenloom.hub.Hub;
import greenloom.process.Frame.Kind;
import greenloom.sync.AsyncResult;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Requests and answers between two processes, both ways at once. Each request has a number, and its
 * answer has the same, so that answers may come in any order: who waits for one waits for an {@link
 * AsyncResult}, and a kill there leaves the connection as it is.
 *
 * <p>It belongs to a hub, on which it reads, unless that is lent to another one. Any thread may use
 * it; nothing here waits. When it has ended, all that wait for answers fail with {@link
 * ConnectionLostException}.
 */
final class Connection {
  private static final int BUFFER = 128 * 1024;
  private static final int SENT_AHEAD = 1024 * 1024;

  /** What the other process wants of this one. Called in a green thread; must not wait. */
  interface Receiver {
    /** A request, to be answered by {@link #answer} or {@link #fail} at any time. */
    void request(Connection from, Frame request);

    /** The other side does not want the answer to its request {@code id} any more. */
    default void cancel(Connection from, long id) {}

    /** It has ended. Any thread; must not wait. */
    default void closed(Connection from) {}
  }

  /** An answer that is a failure, as it came. */
  static final class Failed extends Exception {
    final transient Blob[] values;

    Failed(Blob[] values) {
      super("failed in another process", null, false, false);
      this.values = values;
    }
  }

  // immutable
  private final SocketChannel channel;
  private final Receiver receiver;
  private final int limit;
  private final boolean patient;
  private final Outbox outbox;
  private final Reading reading;
  private final Hub.Hold hold;

  // any thread
  private final Map<Long, AsyncResult<Blob[]>> calls = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable ConnectionLostException lost;

  // who reads
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
  private final Frame.Reader reader;

  private Connection(
      Hub hub, SocketChannel channel, int limit, boolean patient, Receiver receiver) {
    this.channel = channel;
    this.receiver = receiver;
    this.limit = limit;
    this.patient = patient;
    this.reader = new Frame.Reader(limit);
    this.outbox = new Outbox(hub, channel, this::close);
    this.reading = new Reading(hub, channel, new Pace(), this::read, this::rest, this::hubEnded);
    this.hold = hub.keepOpen(); // an answer may come from the other process
  }

  /**
   * Begins one on {@code hub}.
   *
   * @param patient whether to read no more while the other side does not read; for one of the two
   *     at most
   */
  static Connection begin(
      Hub hub, SocketChannel channel, int limit, boolean patient, Receiver receiver)
      throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, SENT_AHEAD); // as far as the system allows
    Connection made = new Connection(hub, channel, limit, patient, receiver);
    try {
      made.outbox.begin("process-writer");
      made.reading.begin();
      return made;
    } catch (RuntimeException e) {
      made.close(new IOException(e));
      throw e;
    }
  }

  // --- this side asks ---

  /**
   * Sends a request; what it returns gets the answer, or a {@link Failed}.
   *
   * @throws IllegalArgumentException if it is over the limit
   */
  Call call(long object, Op op, Blob... values) {
    long id = ids.incrementAndGet();
    ByteBuffer[] pieces = new Frame(Kind.REQUEST, id, object, op, values).encode(limit);
    AsyncResult<Blob[]> answer = AsyncResult.fromOutside();
    calls.put(id, answer);
    outbox.send(pieces);
    ConnectionLostException e = lost;
    if (e != null && calls.remove(id) != null) {
      answer.setException(e.here());
    }
    return new Call(answer, () -> send(new Frame(Kind.CANCEL, id, 0, Op.NONE)));
  }

  /** Sends a request that wants no answer, and gets none. */
  void tell(long object, Op op, Blob... values) {
    outbox.send(new Frame(Kind.REQUEST, 0, object, op, values).encode(limit));
  }

  /** Waits until all that was sent is on its way, or it has ended. */
  void flush() {
    outbox.awaitAtMost(0);
  }

  // --- this side answers ---

  /** Answers a request; returns false if nobody will hear it. */
  boolean answer(long id, Blob... values) {
    return id == 0 ? !over.get() : send(new Frame(Kind.REPLY, id, 0, Op.NONE, values));
  }

  /** Answers that it has failed. */
  boolean fail(long id, Throwable e) {
    return id != 0 && send(new Frame(Kind.FAILURE, id, 0, Op.NONE, Failure.encode(e)));
  }

  private boolean send(Frame frame) {
    if (over.get()) {
      return false;
    }
    ByteBuffer[] pieces;
    try {
      pieces = frame.encode(limit);
    } catch (IllegalArgumentException e) {
      return frame.kind() == Kind.REPLY && fail(frame.id(), e);
    }
    outbox.send(pieces);
    return !over.get();
  }

  // --- reading ---

  /** Has {@code hub} read it for a while if that pays, since a greenlet there waits. */
  void lend(Hub hub) {
    reading.lend(hub);
  }

  private void read() {
    try {
      int n;
      do {
        in.clear();
        n = channel.read(in);
        in.flip();
        boolean held = outbox.hold();
        try {
          for (Frame f = reader.next(in); f != null; f = reader.next(in)) {
            take(f);
          }
        } finally {
          outbox.release(held);
        }
      } while (n == in.capacity());
      if (n < 0) {
        throw new EOFException("the other process has ended it");
      }
    } catch (IOException e) {
      close(e);
    }
  }

  private void rest() {
    if (patient) {
      outbox.awaitAtMost(Outbox.FULL);
    }
  }

  private void take(Frame f) {
    switch (f.kind()) {
      case REQUEST -> receiver.request(this, f);
      case CANCEL -> receiver.cancel(this, f.id());
      case REPLY -> {
        AsyncResult<Blob[]> waiting = calls.remove(f.id());
        if (waiting != null) {
          waiting.set(f.values());
        }
      }
      case FAILURE -> {
        AsyncResult<Blob[]> waiting = calls.remove(f.id());
        if (waiting != null) {
          waiting.setException(new Failed(f.values()));
        }
      }
    }
  }

  // --- the end ---

  /** Ends it. */
  void close() {
    close(new IOException("this process has ended it"));
  }

  boolean closed() {
    return over.get();
  }

  private void hubEnded() {
    close(new IOException("its hub has ended"));
  }

  private void close(IOException why) {
    if (over.getAndSet(true)) {
      return;
    }
    lost = new ConnectionLostException(why);
    try {
      channel.close();
    } catch (IOException e) {
      // it is lost in any case
    }
    outbox.close();
    hold.close();
    receiver.closed(this);
    calls.forEach((id, waiting) -> {
      if (calls.remove(id, waiting)) {
        waiting.setException(new ConnectionLostException(why));
      }
    });
  }
}
