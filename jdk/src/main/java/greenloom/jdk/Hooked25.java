package greenloom.jdk;

import java.util.function.BooleanSupplier;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/** The continuation of a green thread: as the JDK's own, and it tells its task when it resumes. */
final class Hooked25 extends Continuation implements BooleanSupplier {
  private final GreenTask task;

  Hooked25(ContinuationScope scope, Runnable target, GreenTask task) {
    super(scope, target);
    this.task = task;
  }

  /** Whether the thread's body has ended. */
  @Override
  public boolean getAsBoolean() {
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
