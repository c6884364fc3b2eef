package greenloom;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** An action as a body that gives null; keeps the action's class for reports. */
record ActionBody(Action action) implements Callable<Void> {
  @Override
  @SuppressWarnings("NullAway") // Void has no other value
  public @Nullable Void call() throws Exception {
    action.run();
    return null;
  }

  /** The class of what {@code body} really runs. */
  static Class<?> typeOf(Callable<?> body) {
    return body instanceof ActionBody a ? a.action().getClass() : body.getClass();
  }
}
