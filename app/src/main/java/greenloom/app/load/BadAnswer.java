package greenloom.app.load;

import java.io.IOException;

/** An answer that cannot be read to its end. It has no stack trace: there may be very many. */
final class BadAnswer extends IOException {
  private final Trouble trouble;

  BadAnswer(Trouble trouble, String message) {
    super(message);
    this.trouble = trouble;
  }

  /** One that is no proper HTTP. */
  static BadAnswer malformed(String message) {
    return new BadAnswer(Trouble.MALFORMED, message);
  }

  Trouble trouble() {
    return trouble;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
