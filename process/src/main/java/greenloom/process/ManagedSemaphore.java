package greenloom.process;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/** A shared semaphore as its users see it. */
record ManagedSemaphore(Place place) implements SharedSemaphore, Serializable {
  @Override
  public void acquire() {
    Blob[] _ = place.askOrUndo(this::undo, Op.LOCK);
  }

  @Override
  public boolean tryAcquire() {
    return place.askOrUndo(this::undo, Op.TRY_LOCK).length > 0;
  }

  @Override
  public boolean tryAcquire(Duration limit) {
    return place.askOrUndo(limit, this::undo, Op.LOCK) != null;
  }

  private void undo(Blob... late) {
    if (late.length > 0) {
      place.tell(Op.UNLOCK);
    }
  }

  @Override
  public void release() {
    Blob[] _ = place.askWhateverComes(Op.UNLOCK);
  }

  @Override
  public int permits() {
    return Objects.requireNonNull((Integer) place.ask(Op.SIZE)[0].value(Accepted.here()));
  }
}
