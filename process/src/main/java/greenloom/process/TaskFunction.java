package greenloom.process;

import java.io.Serializable;

/**
 * A function that another process applies to items: what {@link Task} is for one call.
 *
 * @param <A> the type of the items
 * @param <R> what it gives
 */
@FunctionalInterface
public interface TaskFunction<A, R> extends Serializable {
  /** Applies it to {@code item}. */
  R apply(A item) throws Exception;
}
