package greenloom.hub;

/** A checked exception where none is allowed. */
final class UncheckedFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private UncheckedFailure(Exception e) {
    super(e);
  }

  static <T> T of(Body<T, ? extends Exception> body) {
    try {
      return body.run();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new UncheckedFailure(e);
    }
  }
}
