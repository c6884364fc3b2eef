package greenloom.process;

import static greenloom.Greenloom.shield;

import greenloom.hub.Body;
import greenloom.sync.AsyncResult;
import java.io.Serializable;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a shared object is; what a task takes along of it. In the process that has the object a
 * request goes straight to it, elsewhere through the connection of the caller's hub.
 *
 * @param host the process
 * @param number its number there
 */
record Place(Address host, long number) implements Serializable {
  /** Sends a request. */
  private Call send(Op op, Blob... values) {
    if (Host.isAt(host)) {
      Host here = Host.here();
      Local request = new Local(op, values);
      here.serve(number, request);
      if (!request.answer.ready()) {
        here.awaited(number, Host.hubOfCaller());
      }
      return new Call(request.answer, () -> here.cancel(number, request));
    }
    return Peers.to(host).call(number, op, values);
  }

  /** Asks, and waits for the answer; a kill calls it off. */
  Blob[] ask(Op op, Blob... values) {
    return send(op, values).await(null);
  }

  /** The same; an answer that comes in spite of a kill goes to {@code undo}. */
  Blob[] askOrUndo(Consumer<Blob[]> undo, Op op, Blob... values) {
    return send(op, values).await(undo);
  }

  /** The same, at most {@code limit}; null when that has passed. */
  Blob @Nullable [] askOrUndo(Duration limit, Consumer<Blob[]> undo, Op op, Blob... values) {
    return send(op, values).await(limit, undo);
  }

  /** Asks, and waits for the answer whatever comes. */
  Blob[] askWhateverComes(Op op, Blob... values) {
    Body<Blob[], RuntimeException> ask = () -> ask(op, values);
    return shield(ask);
  }

  /** Asks and does not wait; a failure is heard only if it is one of this process, at once. */
  void tell(Op op, Blob... values) {
    if (Host.isAt(host)) {
      Local request = new Local(op, values);
      Host.here().serve(number, request);
      if (request.answer.exception() != null) {
        Blob[] _ = Call.outcome(request.answer, Accepted.here());
      }
    } else {
      Peers.to(host).tell(number, op, values);
    }
  }

  /** Sends a request whose answer is looked at later. */
  Call begin(Op op, Blob... values) {
    return send(op, values);
  }

  /** A request from this process itself. */
  private static final class Local extends Request {
    private final AsyncResult<Blob[]> answer = AsyncResult.fromOutside();

    Local(Op op, Blob... values) {
      super(Party.HERE, op, values);
    }

    @Override
    boolean answer(Blob... values) {
      return answer.set(values);
    }

    @Override
    void fail(Throwable e) {
      answer.setException(e);
    }
  }
}
