package greenloom.process;

import java.util.List;

/**
 * A list that several processes share; what is said of all such objects: {@link SharedObjects}.
 * Each call is atomic by itself. Iterating goes over a copy, made by one call; so do {@code
 * contains} and {@code indexOf}.
 *
 * @param <E> the type of the elements
 */
public interface SharedList<E> extends List<E> {}
