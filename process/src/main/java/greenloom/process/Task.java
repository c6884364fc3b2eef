package greenloom.process;

import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * Work for another process: code on the class path of both, with the values it needs. A lambda will
 * do; what it captures has to be serialisable, and arrives there as a copy. Queues, ends of pipes
 * and the objects of a {@link Manager} are captured, too, and stay the same ones.
 *
 * @param <T> what it gives; serialisable as well
 */
@FunctionalInterface
public interface Task<T> extends Callable<T>, Serializable {}
