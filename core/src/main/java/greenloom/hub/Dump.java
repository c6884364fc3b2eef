package greenloom.hub;

import greenloom.jdk.GreenTask;
import greenloom.jdk.GreenThreads;
import greenloom.jdk.ThreadPhase;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes down what a hub's green threads are about. */
final class Dump {
  private static final int NAMES = 10;
  private static final int DEPTH = 12;

  private Dump() {}

  /** Everything about every green thread. */
  static String of(Hub hub) {
    List<GreenThread> threads = hub.threads();
    StringBuilder text = new StringBuilder();
    text.append(hub.name()).append(": ").append(threads.size()).append(" green threads");
    text.append(hub.loop().asleep() ? ", asleep" : "").append('\n');
    GreenThread root = hub.root();
    if (root.waiting() != null) {
      text.append(line(hub, root, null));
    }
    GreenTask current = hub.loop().current();
    for (int i = threads.size() - 1; i >= 0; i--) {
      GreenThread t = threads.get(i);
      text.append(line(hub, t, current));
      text.append(frames(t.thread()));
    }
    for (Watcher w : Watchers.of(hub).raw()) {
      text.append("  ").append(w).append('\n');
    }
    return text.toString();
  }

  /** The message of a deadlock: why, and who waits for what. */
  static String deadlock(Hub hub) {
    StringBuilder text = new StringBuilder();
    text.append("nothing can ever happen again on hub ").append(hub.name());
    text.append(": nobody is ready, no timer runs, and these wait for each other:\n");
    text.append(line(hub, hub.root(), null));
    List<GreenThread> threads = hub.threads();
    for (int i = threads.size() - 1; i >= 0; i--) {
      text.append(line(hub, threads.get(i), null));
      text.append(userFrame(threads.get(i).thread()));
    }
    return text.toString();
  }

  /** A few names, and how many more. */
  static String names(List<GreenThread> threads) {
    String few =
        threads.stream().limit(NAMES).map(GreenThread::name).collect(Collectors.joining(", "));
    int more = threads.size() - NAMES;
    return more > 0 ? few + " and " + more + " more" : few;
  }

  private static String line(Hub hub, GreenThread t, @Nullable GreenTask current) {
    StringBuilder text = new StringBuilder(t.green() ? "  " : "  thread ");
    text.append(t.name()).append(": ");
    Waiter w = t.waiting();
    if (w != null) {
      text.append(w).append(", for ").append(age(hub.clock().nanoTime() - w.since()));
    } else if (t == current) {
      text.append("running");
    } else {
      text.append(state(t));
    }
    if (t.origin() instanceof Watcher.Body b && (w == null || w.on() != b.watcher())) {
      text.append(", in the callback of ").append(b.watcher());
    }
    if (t.spawner() != null) {
      text.append("; spawned by ").append(t.spawner()).append(" in ").append(t.site());
    }
    return text.append('\n').toString();
  }

  private static String state(GreenThread t) {
    if (!t.green()) {
      return "a platform thread";
    }
    ThreadPhase phase = GreenThreads.phase(t.thread());
    return switch (phase) {
      case NEW -> "not begun";
      case RUNNABLE, MONITOR_RETRY -> "ready";
      case PARKED -> "waits in the JDK";
      case PINNED -> "waits together with its carrier";
      case MONITOR_WAIT -> "in Object.wait";
      case MONITOR_ENTER -> "waits for a monitor";
      case TERMINATED -> "ended";
    };
  }

  private static String age(long nanos) {
    long millis = Math.max(0, nanos / 1_000_000);
    return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  private static String frames(Thread thread) {
    StringBuilder text = new StringBuilder();
    int n = 0;
    for (StackTraceElement f : thread.getStackTrace()) {
      if (!inside(f) && n++ < DEPTH) {
        text.append("      at ").append(f).append('\n');
      }
    }
    return text.toString();
  }

  /** The innermost frame that is not ours and not the JDK's. */
  private static String userFrame(Thread thread) {
    for (StackTraceElement f : thread.getStackTrace()) {
      String type = f.getClassName();
      if (!inside(f) && !type.startsWith("java.") && !type.startsWith("greenloom.")) {
        return "      at " + f + "\n";
      }
    }
    return "";
  }

  /** Whether a frame only tells how waiting works. */
  private static boolean inside(StackTraceElement f) {
    String type = f.getClassName();
    return type.startsWith("java.lang.VirtualThread")
        || type.startsWith("java.lang.System$")
        || type.startsWith("jdk.internal.")
        || type.startsWith("java.util.concurrent.locks.LockSupport")
        || type.startsWith("greenloom.hub.")
        || type.startsWith("greenloom.jdk.");
  }
}
