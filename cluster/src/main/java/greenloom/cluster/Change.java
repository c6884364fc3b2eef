package greenloom.cluster;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A question to a {@link SharedState}, or an order. It runs where the object is kept, and again at
 * each copy: what it does may depend on the object and on what it has captured, on nothing else. It
 * must not wait. To refuse by an exception it must do so before it has changed anything.
 *
 * @param <S> the type of the object
 * @param <R> the type of the answer; serialisable
 */
@FunctionalInterface
public interface Change<S, R> extends Serializable {
  /** Looks at the object, changes it or not, and answers; null says that it has changed nothing. */
  @Nullable R apply(S state);
}
