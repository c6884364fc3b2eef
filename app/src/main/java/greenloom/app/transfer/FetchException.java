package greenloom.app.transfer;

import java.io.IOException;

/** An exchange that ended without the thing asked for, with the failure already put into words. */
public final class FetchException extends IOException {
  private final Failure failure;

  /** Ends an exchange with this failure. */
  public FetchException(Failure failure) {
    super(failure.reason(), failure.cause());
    this.failure = failure;
  }

  /** What went wrong. */
  public Failure failure() {
    return failure;
  }
}
