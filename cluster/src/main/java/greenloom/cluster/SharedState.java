package greenloom.cluster;

import greenloom.sync.Event;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An object that the members of a cluster have together: one keeps it, others have copies, and
 * changes go there, one after the other, from wherever they come. Each change is atomic and made
 * once, also when the keeper dies meanwhile and a copy takes its place. It lives in memory, as long
 * as one member lives that has it, and is lost when more die at once than there are copies, unless
 * the cluster has a {@link ClusterStore}. That saves it as a whole, so a change of a large object
 * costs much then.
 *
 * <pre>{@code
 * SharedState<AtomicLong> visits = cluster.state("visits", AtomicLong::new);
 * long n = visits.change(AtomicLong::incrementAndGet);
 * }</pre>
 *
 * <p>A network that is split may have two keepers for a while, and what the smaller side has done
 * is dropped when they meet again; of three members or more, the smaller side is refused instead.
 *
 * <p>Any thread may use it, and a task may capture it. To ask is a greenlet's wait for the answer,
 * and a kill or a time limit comes after that; in {@link #await} it comes at once, and nothing has
 * been changed then.
 *
 * @param <S> the type of the object: serialisable, and known to all members
 */
public final class SharedState<S extends Serializable> implements Serializable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500); // should a bell not ring

  private final String name;
  private final Initial<S> initial;
  private final String clusterName;
  private transient @Nullable Cluster cluster;

  SharedState(Cluster cluster, String name, Initial<S> initial) {
    this.cluster = cluster;
    this.clusterName = cluster.name();
    this.name = name;
    this.initial = initial;
  }

  private Cluster cluster() {
    Cluster known = cluster;
    if (known == null) {
      known = Cluster.here(clusterName);
      cluster = known;
    }
    return known;
  }

  /**
   * Has {@code change} made and returns its answer; null says that it has changed nothing.
   *
   * @throws NoMajorityException if this member is cut off from most of the others
   * @throws IllegalStateException if this process has left the cluster
   * @throws ClusterStoreException if the store has failed; the object is as it was
   */
  public <R> @Nullable R tryChange(Change<S, R> change) {
    return cluster().calls().change(name, initial, change);
  }

  /** The same for a change that always answers. */
  public <R> R change(Change<S, R> change) {
    return Objects.requireNonNull(tryChange(change), "this change has not answered");
  }

  /** Asks without changing anything; cheaper than a change. */
  public <R> R ask(Change<S, R> question) {
    return Objects.requireNonNull(tryAsk(question), "this question has no answer");
  }

  /** The same for a question that may have none. */
  public <R> @Nullable R tryAsk(Change<S, R> question) {
    return cluster().calls().ask(name, initial, question);
  }

  /** Waits until {@code change} is made, which is tried whenever the object has changed. */
  public <R> R await(Change<S, R> change) {
    return until(() -> tryChange(change));
  }

  /** The same, at most {@code limit}; null when that has passed. */
  public <R> @Nullable R await(Change<S, R> change, Duration limit) {
    return until(() -> tryChange(change), limit);
  }

  /** Forgets the object; who asks again gets a new one. */
  public void drop() {
    cluster().calls().drop(name);
  }

  @Override
  public String toString() {
    return "SharedState[" + name + "]";
  }

  // --- for the objects that are made of it ---

  /** Waits until {@code attempt} gives something; it is made whenever the object has changed. */
  <R> R until(Supplier<@Nullable R> attempt) {
    Bells bells = cluster().bells();
    while (true) {
      Event bell = bells.next(name);
      R answer = attempt.get();
      if (answer != null) {
        return answer;
      }
      boolean _ = bell.await(LOOK_AGAIN);
    }
  }

  /** The same, at most {@code limit}; null when that has passed. */
  <R> @Nullable R until(Supplier<@Nullable R> attempt, Duration limit) {
    long begin = System.nanoTime();
    Bells bells = cluster().bells();
    while (true) {
      Event bell = bells.next(name);
      R answer = attempt.get();
      Duration left = limit.minusNanos(System.nanoTime() - begin);
      if (answer != null || !left.isPositive()) {
        return answer;
      }
      boolean _ = bell.await(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
    }
  }

  /** This process as others know it. */
  String process() {
    return cluster().process();
  }

  /** The processes that are members now; serialisable, for a change to take along. */
  Set<String> processes() {
    return cluster().processes();
  }
}
