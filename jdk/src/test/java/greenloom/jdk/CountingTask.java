package greenloom.jdk;

/** Counts the calls of its hooks, and runs what a test gives it in them. */
class CountingTask extends GreenTask {
  int continued;
  int pinned;
  int unpinned;
  Runnable atContinue = () -> {};
  Runnable atPinned = () -> {};

  @Override
  protected void onContinue() {
    continued++;
    atContinue.run();
  }

  @Override
  protected void onPinned() {
    pinned++;
    atPinned.run();
  }

  @Override
  protected void onUnpinned() {
    unpinned++;
  }
}
