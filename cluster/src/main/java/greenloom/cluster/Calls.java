package greenloom.cluster;

import static greenloom.Greenloom.shield;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import greenloom.hub.Body;
import java.io.Serializable;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of this member to shared objects, each with a number by which it is known. */
final class Calls {
  private final String caller = UUID.randomUUID().toString();
  private final IMap<String, Kept<?>> objects;
  private final boolean hasStore;

  // under the monitor of open
  private final TreeSet<Long> open = new TreeSet<>();
  private long last;

  Calls(IMap<String, Kept<?>> objects, boolean hasStore) {
    this.objects = objects;
    this.hasStore = hasStore;
  }

  <S extends Serializable, R> @Nullable R change(
      String name, Initial<S> initial, Change<S, R> change) {
    long number;
    long oldest;
    synchronized (open) {
      number = ++last;
      open.add(number);
      oldest = open.first();
    }
    boolean stored = hasStore && Cluster.hasName(name);
    try {
      return send(name, new Kept.Call<S, R>(caller, number, oldest, initial, change, stored));
    } finally {
      synchronized (open) {
        open.remove(number);
      }
    }
  }

  <S extends Serializable, R> @Nullable R ask(
      String name, Initial<S> initial, Change<S, R> question) {
    return send(name, new Kept.Question<S, R>(initial, question));
  }

  @SuppressWarnings("unchecked") // a name has objects of one type
  private <S extends Serializable, R> @Nullable R send(
      String name, EntryProcessor<String, Kept<S>, R> processor) {
    IMap<String, Kept<S>> typed = (IMap<String, Kept<S>>) (IMap<String, ?>) objects;
    return call(() -> typed.executeOnKey(name, processor));
  }

  void drop(String name) {
    boolean _ = done(() -> objects.remove(name) != null);
  }

  /**
   * Does a blocking call of Hazelcast as a greenlet; a kill comes after it, for the call cannot be
   * called back. Not by its asynchronous twin: Hazelcast starts a thread for each stage that it
   * returns, where there are no more than two processors.
   */
  static <R> @Nullable R call(Body<@Nullable R, RuntimeException> call) {
    return known(() -> shield(call));
  }

  /** The same for a call that tells whether it was done. */
  static boolean done(Body<@Nullable Boolean, RuntimeException> call) {
    return Boolean.TRUE.equals(call(call));
  }

  private static <R> @Nullable R known(Supplier<@Nullable R> call) {
    try {
      return call.get();
    } catch (SplitBrainProtectionException e) {
      throw new NoMajorityException(e);
    } catch (HazelcastInstanceNotActiveException e) {
      throw new IllegalStateException("this process is no member of the cluster any more", e);
    } catch (RetryableHazelcastException e) {
      if (e.getClass() == RetryableHazelcastException.class) {
        // none of its kinds: a map is loaded still
        throw new ClusterStoreException("the store has not been read yet; the log says why");
      }
      throw e;
    }
  }
}
