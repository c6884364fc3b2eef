package greenloom.hub;

import greenloom.jdk.GreenTask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * How a loop stands: what it runs, and how often it has run something. Written by the carrier, read
 * by anybody who wants to know; not worth a fence a run.
 */
final class Progress {
  private static final VarHandle RUNS;
  private static final VarHandle CURRENT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      RUNS = lookup.findVarHandle(Progress.class, "runs", long.class);
      CURRENT = lookup.findVarHandle(Progress.class, "current", GreenTask.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long runs;

  @SuppressWarnings("UnusedVariable") // by CURRENT
  private @Nullable GreenTask current;

  void begin(GreenTask task) {
    RUNS.setOpaque(this, runs + 1);
    CURRENT.setRelease(this, task);
  }

  void end() {
    CURRENT.setRelease(this, null);
  }

  long runs() {
    return (long) RUNS.getOpaque(this);
  }

  @Nullable GreenTask current() {
    return (GreenTask) CURRENT.getAcquire(this);
  }
}
