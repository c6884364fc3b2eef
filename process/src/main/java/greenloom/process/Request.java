package greenloom.process;

/** What somebody, in this process or another one, asks of a shared object in this process. */
abstract class Request {
  private final Party party;
  private final Op op;
  private final Blob[] values;

  Request(Party party, Op op, Blob... values) {
    this.party = party;
    this.op = op;
    this.values = values;
  }

  /** Who asks: all that came through one connection, or all of this process. */
  final Party party() {
    return party;
  }

  final Op op() {
    return op;
  }

  final Blob value(int i) {
    return values[i];
  }

  /** Returns a value that is a number. */
  final long number(int i) {
    return values[i].value(Accepted.here()) instanceof Number n ? n.longValue() : 0;
  }

  /** Answers it, once; returns false if nobody will hear it. Does not wait. */
  abstract boolean answer(Blob... answer);

  /** Answers that it has failed, once. Does not wait. */
  abstract void fail(Throwable e);
}
