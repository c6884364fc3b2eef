package greenloom.process;

/** A shared value. */
final class ServedValue extends Served {
  private Blob value; // under the guard

  ServedValue(Blob initial) {
    this.value = initial;
  }

  @Override
  void handle(Request r) {
    switch (r.op()) {
      case GET -> answer(r, value);
      case SET -> {
        Blob old = value;
        value = r.value(0).compact();
        answer(r, old);
      }
      case REPLACE -> {
        boolean same = value.equals(r.value(0));
        value = same ? r.value(1).compact() : value;
        answer(r, same ? Blob.YES : Blob.NO);
      }
      default -> throw senseless(r);
    }
  }
}
