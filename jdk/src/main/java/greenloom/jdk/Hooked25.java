package greenloom.jdk;

import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/** The continuation of a green thread: as the JDK's own, and it tells its task when it resumes. */
final class Hooked25 extends Continuation implements GreenTask.Frames {
  private final GreenTask task;

  Hooked25(ContinuationScope scope, Runnable target, GreenTask task) {
    super(scope, target);
    this.task = task;
  }

  @Override
  public void resume() {
    VirtualThread25.resume(task.thread());
  }

  @Override
  public boolean ended() {
    return isDone();
  }

  @Override
  protected void onContinue() {
    if (task.passing == 0) {
      task.onContinue();
    }
  }

  @Override
  protected void onPinned(Pinned reason) {
    PinnedPark.park(task);
  }
}
