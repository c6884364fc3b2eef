package greenloom.benchmarks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * The least a virtual thread of the JDK needs to run: a queue, emptied by the thread that waits for
 * it. What a scheduler costs is what it costs more than this one.
 */
final class BareScheduler implements Executor {
  private static final MethodHandle NEW_VIRTUAL_THREAD = newVirtualThread();

  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();

  @Override
  public void execute(Runnable command) {
    ready.add(command);
  }

  /**
   * Runs each party in a virtual thread on the calling thread, and adds up what they did. They wait
   * for each other only.
   */
  long run(Batch... parties) throws Exception {
    List<FutureTask<Long>> tasks = new ArrayList<>();
    for (Batch party : parties) {
      FutureTask<Long> task = new FutureTask<>(party::run);
      tasks.add(task);
      virtualThread(task).start();
    }
    long sum = 0;
    for (FutureTask<Long> task : tasks) {
      while (!task.isDone()) {
        ready.remove().run();
      }
      sum += task.get();
    }
    return sum;
  }

  private Thread virtualThread(Runnable body) {
    try {
      return (Thread) NEW_VIRTUAL_THREAD.invoke((Executor) this, (String) null, 0, body);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static MethodHandle newVirtualThread() {
    try {
      Class<?> builders = Class.forName("java.lang.ThreadBuilders");
      MethodType type =
          MethodType.methodType(
              Thread.class, Executor.class, String.class, int.class, Runnable.class);
      return MethodHandles.privateLookupIn(builders, MethodHandles.lookup())
          .findStatic(builders, "newVirtualThread", type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
