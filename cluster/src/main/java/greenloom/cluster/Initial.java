package greenloom.cluster;

import java.io.Serializable;

/**
 * How a {@link SharedState} is at first; makes an equal object each time, without waiting.
 *
 * @param <S> the type of the object
 */
@FunctionalInterface
public interface Initial<S> extends Serializable {
  /** Makes it. */
  S make();
}
