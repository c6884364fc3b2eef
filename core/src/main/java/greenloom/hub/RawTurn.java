package greenloom.hub;

import greenloom.jdk.GreenTask;

/** The place of a raw callback in the ready queue of its hub. */
final class RawTurn extends GreenTask {
  private final String what;

  RawTurn(Thread home, Runnable call, String what) {
    super(home, call);
    this.what = what;
  }

  @Override
  public String toString() {
    return "a raw callback, " + what;
  }
}
