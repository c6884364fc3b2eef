package greenloom.process;

import greenloom.Action;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A {@link Task} that gives nothing. */
@FunctionalInterface
public interface VoidTask extends Action, Serializable {
  /** Returns it as one that gives null. */
  default Task<Void> asTask() {
    return new Valued(this);
  }

  /** One that gives null. */
  record Valued(VoidTask task) implements Task<Void> {
    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public @Nullable Void call() throws Exception {
      task.run();
      return null;
    }
  }
}
