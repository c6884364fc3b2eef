package greenloom.cluster;

import static greenloom.Greenloom.spawnOn;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipAdapter;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.core.MemberLeftException;
import com.hazelcast.spi.exception.RetryableException;
import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.hub.Link;
import greenloom.process.Task;
import greenloom.process.TaskPool;
import greenloom.process.TaskResult;
import greenloom.sync.AsyncResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pool whose tasks are done by the members of a cluster. Each task goes to the member that has
 * the fewest of this pool's; one that is lost with its member goes to another.
 */
final class ClusterPool implements TaskPool {
  static final String TASKS = "greenloom.tasks";

  private final HazelcastInstance engine;
  private final IExecutorService executor;
  private final UUID listener;
  private final int each;
  private final AsyncResult<Void> ended = AsyncResult.fromOutside();

  // under this object's monitor
  private final Deque<Job<?>> line = new ArrayDeque<>();
  private final Set<Job<?>> running = new HashSet<>();
  private final Map<UUID, Integer> busy = new HashMap<>();
  private int open; // tasks and callbacks that are not done
  private boolean closed;

  ClusterPool(HazelcastInstance engine, int each) {
    if (each < 1) {
      throw new IllegalArgumentException("one task at each member at least, not " + each);
    }
    this.engine = engine;
    this.each = each;
    this.executor = engine.getExecutorService(TASKS);
    this.listener =
        engine
            .getCluster()
            .addMembershipListener(
                new MembershipAdapter() {
                  @Override
                  public void memberAdded(MembershipEvent event) {
                    handOut();
                  }
                });
  }

  /** A task, and who waits for it. */
  private static final class Job<T> {
    final RemoteTask<T> task;
    final AsyncResult<T> result = AsyncResult.fromOutside();

    Job(RemoteTask<T> task) {
      this.task = task;
    }
  }

  @Override
  public int size() {
    return each * engine.getCluster().getMembers().size();
  }

  @Override
  public <T> TaskResult<T> applyAsync(Task<T> task) {
    return new TaskResult<>(give(task, 1));
  }

  @Override
  public <T> TaskResult<T> applyAsync(
      Task<T> task, Consumer<? super T> callback, Consumer<? super Throwable> errorCallback) {
    Hub hub = Thread.currentThread().isVirtual() ? Hub.current() : null;
    AsyncResult<T> result = give(task, 2);
    Link _ = result.whenReady(() -> tell(hub, result, callback, errorCallback));
    return new TaskResult<>(result);
  }

  private <T> AsyncResult<T> give(Task<T> task, int parts) {
    Job<T> job = new Job<>(new RemoteTask<>(Packed.of(task)));
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("this pool is closed and takes no more tasks");
      }
      open += parts;
      line.add(job);
    }
    handOut();
    return job.result;
  }

  @SuppressWarnings("NullAway") // the value is null only if the task gave null
  private <T> void tell(
      @Nullable Hub hub,
      AsyncResult<T> result,
      Consumer<? super T> callback,
      Consumer<? super Throwable> errorCallback) {
    Hub where = hub == null ? Callbacks.HUB : hub;
    try {
      Greenlet<Void> call =
          spawnOn(
              where,
              () -> {
                Throwable e = result.exception();
                if (e == null) {
                  callback.accept(result.value());
                } else {
                  errorCallback.accept(e);
                }
              });
      Link _ = call.whenReady(this::partDone);
    } catch (IllegalStateException e) { // the caller's hub has ended
      partDone();
      throw e;
    }
  }

  /** Where callbacks run for those who have no hub. */
  private static final class Callbacks {
    static final Hub HUB = Hub.start("cluster-callbacks");
  }

  // --- handing out ---

  private void handOut() {
    while (true) {
      Job<?> job;
      Member member;
      synchronized (this) {
        member = idlest();
        job = member == null ? null : line.poll();
        if (job == null || member == null) {
          return;
        }
        running.add(job);
        busy.merge(member.getUuid(), 1, Integer::sum);
      }
      submit(job, member);
    }
  }

  private @Nullable Member idlest() {
    Member best = null;
    int fewest = each;
    for (Member member : engine.getCluster().getMembers()) {
      int has = busy.getOrDefault(member.getUuid(), 0);
      if (has < fewest) {
        fewest = has;
        best = member;
      }
    }
    return best;
  }

  private <T> void submit(Job<T> job, Member member) {
    ExecutionCallback<RemoteTask.Answer> callback =
        new ExecutionCallback<>() {
          @Override
          public void onResponse(RemoteTask.Answer answer) {
            answer.settle(job.result);
            ended(job, member, false);
          }

          @Override
          public void onFailure(Throwable e) {
            boolean again = e instanceof MemberLeftException || e instanceof RetryableException;
            if (!again) {
              job.result.setException(e);
            }
            ended(job, member, again);
          }
        };
    try {
      executor.submitToMember(job.task, member, callback);
    } catch (RuntimeException e) {
      callback.onFailure(e);
    }
  }

  private void ended(Job<?> job, Member member, boolean again) {
    boolean last;
    synchronized (this) {
      busy.computeIfPresent(member.getUuid(), (_, n) -> n == 1 ? null : n - 1);
      last = running.remove(job) && !again; // else it is open still, or was terminated
      if (again && !job.result.ready()) {
        line.addFirst(job);
      }
    }
    if (last) {
      partDone();
    }
    handOut();
  }

  private synchronized void partDone() {
    open--;
    endIfAllIsDone();
  }

  private void endIfAllIsDone() {
    if (closed && open == 0) {
      boolean _ = ended.set(null);
    }
  }

  // --- the end ---

  @Override
  public synchronized void close() {
    closed = true;
    endIfAllIsDone();
  }

  @Override
  public void join() {
    synchronized (this) {
      if (!closed) {
        throw new IllegalStateException("close the pool before joining it, or nothing ends it");
      }
    }
    ended.await();
    boolean _ = engine.getCluster().removeMembershipListener(listener);
  }

  @Override
  public void terminate() {
    Set<Job<?>> left;
    synchronized (this) {
      closed = true;
      left = new HashSet<>(line);
      left.addAll(running);
      line.clear();
      running.clear();
      endIfAllIsDone();
    }
    for (Job<?> job : left) {
      boolean _ =
          job.result.setException(
              new CancellationException("the pool was terminated before this task was done"));
      partDone();
    }
    join();
  }

  @Override
  public synchronized String toString() {
    return "ClusterPool[" + each + " each, " + open + " open" + (closed ? ", closed]" : "]");
  }
}
