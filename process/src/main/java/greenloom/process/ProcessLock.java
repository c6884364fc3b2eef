package greenloom.process;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@link SharedLock} between processes of this machine, kept by the process that makes it. */
public final class ProcessLock implements SharedLock, Serializable {
  private final Place place;

  // of the owner's hold, if that is in this process
  private transient volatile long fence;
  private transient volatile boolean abandoned;

  ProcessLock(Place place) {
    this.place = place;
  }

  /** Makes a free one. */
  public ProcessLock() {
    this(Host.here().add(new ServedLock()));
  }

  /**
   * Returns the one that all processes of a program share from the beginning: who prints several
   * lines that belong together holds it meanwhile, if all do.
   */
  public static ProcessLock console() {
    return new ProcessLock(new Place(Host.root(), Host.CONSOLE));
  }

  @Override
  public void lock() {
    taken(place.askOrUndo(undo(), Op.LOCK, me()));
  }

  @Override
  public boolean tryLock() {
    return taken(place.askOrUndo(undo(), Op.TRY_LOCK, me()));
  }

  @Override
  public boolean tryLock(Duration limit) {
    Blob[] answer = place.askOrUndo(limit, undo(), Op.LOCK, me());
    return answer != null && taken(answer);
  }

  private static Blob me() {
    return Blob.of(Thread.currentThread().threadId());
  }

  private Consumer<Blob[]> undo() {
    Blob me = me();
    return late -> {
      if (late.length > 0) {
        place.tell(Op.UNLOCK, me);
      }
    };
  }

  private boolean taken(Blob[] answer) {
    if (answer.length == 0) {
      return false;
    }
    Object number = answer[0].value(Accepted.here());
    long newFence = Objects.requireNonNull((Long) number);
    if (newFence != fence) { // it is not held once more
      abandoned = answer[1].equals(Blob.YES);
      fence = newFence;
    }
    return true;
  }

  @Override
  public void unlock() {
    Blob[] _ = place.askWhateverComes(Op.UNLOCK, me());
  }

  @Override
  public long fence() {
    return fence;
  }

  @Override
  public boolean abandoned() {
    return abandoned;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProcessLock lock && lock.place.equals(place);
  }

  @Override
  public int hashCode() {
    return place.hashCode();
  }

  @Override
  public String toString() {
    return "ProcessLock[" + place.number() + " at " + place.host().text() + "]";
  }
}
