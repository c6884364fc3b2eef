package greenloom.hub;

import greenloom.jdk.GreenThreads;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Where a thread stands, in words. Any thread may ask; each answer is of some moment. */
final class Standing {
  private static final int DEPTH = 12;
  private static final String LIBRARY = "greenloom.";
  private static final Set<String> FLOORS =
      Set.of("coroutine", "hub", "jdk", "net", "sync", "testing");
  private static final Set<String> OF_JDK = Set.of("java", "javax", "jdk", "sun");

  private Standing() {}

  /** What {@code t} does: {@code take GreenQueue[...]}, {@code running}, {@code ready}. */
  static String of(GreenThread t) {
    Waiter w = t.waiting();
    if (w != null) {
      return w.toString();
    }
    if (t == t.hub().loop().current()) {
      return "running";
    }
    if (!t.green()) {
      return "a platform thread";
    }
    return switch (GreenThreads.phase(t.thread())) {
      case NEW -> "not begun";
      case RUNNABLE, MONITOR_RETRY -> "ready";
      case PARKED -> "waits in the JDK" + in(t.thread());
      case PINNED -> "waits together with its carrier" + in(t.thread());
      case MONITOR_WAIT -> "in Object.wait";
      case MONITOR_ENTER -> "waits for a monitor";
      case TERMINATED -> "ended";
    };
  }

  /**
   * What {@code t}, which does not run, waits for, in few words that are the same for many; null if
   * it is ready.
   */
  static @Nullable String wait(GreenThread t) {
    Waiter w = t.waiting();
    if (w != null) {
      return w.open() ? w.brief() : null;
    }
    return switch (GreenThreads.phase(t.thread())) {
      case NEW, RUNNABLE, MONITOR_RETRY, TERMINATED -> null;
      case PARKED, PINNED ->
          Objects.requireNonNullElse(jdkCall(t.thread().getStackTrace()), "LockSupport.park");
      case MONITOR_WAIT -> "Object.wait";
      case MONITOR_ENTER -> "a monitor";
    };
  }

  private static String in(Thread thread) {
    Object blocker = LockSupport.getBlocker(thread);
    String call = jdkCall(thread.getStackTrace());
    return (call == null ? "" : ", in " + call) + (blocker == null ? "" : ", for " + lock(blocker));
  }

  /** The name of a lock of the JDK, which its users know by the class around its synchronizer. */
  static String lock(Object lock) {
    Class<?> type = lock.getClass();
    Class<?> outer = type.getEnclosingClass();
    Class<?> known = outer != null && type.getName().startsWith("java.") ? outer : type;
    String name = known.getName();
    return name.substring(name.lastIndexOf('.') + 1)
        + "@"
        + Integer.toHexString(System.identityHashCode(lock));
  }

  /** The call of the JDK that user code has made, as {@code Class.method}; null for none. */
  static @Nullable String jdkCall(StackTraceElement[] stack) {
    StackTraceElement call = null;
    for (StackTraceElement f : stack) {
      if (inside(f)) {
        continue;
      }
      String type = f.getClassName();
      if (!OF_JDK.contains(type.substring(0, Math.max(0, type.indexOf('.'))))) {
        break;
      }
      call = f;
    }
    if (call == null) {
      return null;
    }
    String type = call.getClassName();
    int nested = type.indexOf('$'); // the read of a Socket's stream is a Socket's read
    String outer = nested < 0 ? type : type.substring(0, nested);
    return outer.substring(outer.lastIndexOf('.') + 1) + "." + call.getMethodName();
  }

  /** Since when it waits, in nanoseconds; -1 where nobody knows. */
  static long nanosSince(GreenThread t) {
    Waiter w = t.waiting();
    return w == null ? -1 : Math.max(0, t.hub().clock().nanoTime() - w.since());
  }

  /** {@code , for 12 ms}; nothing where nobody knows. */
  static String age(GreenThread t) {
    long nanos = nanosSince(t);
    if (nanos < 0) {
      return "";
    }
    long millis = nanos / 1_000_000;
    return ", for "
        + (millis < 10_000
            ? millis + " ms"
            : String.format(Locale.ROOT, "%.1f s", millis / 1000.0));
  }

  /** {@code spawned by main in Program}; null for who was not spawned. */
  static @Nullable String birth(GreenThread t) {
    return t.spawner() == null ? null : "spawned by " + t.spawner() + " in " + t.site();
  }

  /** One line without its end: who, what, since when, who spawned it. */
  static String line(GreenThread t) {
    StringBuilder text = new StringBuilder(t.green() ? "" : "thread ");
    text.append(t.name()).append(": ").append(of(t)).append(age(t));
    Waiter w = t.waiting();
    if (t.origin() instanceof Watcher.Body b && (w == null || w.on() != b.watcher())) {
      text.append(", in the callback of ").append(b.watcher());
    }
    String birth = birth(t);
    return text.append(birth == null ? "" : "; " + birth).toString();
  }

  /** The frames that are worth reading, innermost first. */
  static List<StackTraceElement> frames(Thread thread) {
    return Arrays.stream(thread.getStackTrace()).filter(f -> !inside(f)).limit(DEPTH).toList();
  }

  /** The innermost frame that is not ours and not the JDK's; null for none. */
  static @Nullable StackTraceElement userFrame(Thread thread) {
    for (StackTraceElement f : thread.getStackTrace()) {
      String type = f.getClassName();
      if (!inside(f) && !type.startsWith("java.") && !ours(type)) {
        return f;
      }
    }
    return null;
  }

  /** Whether a class is one of the library: of its own package, or of one of its floors. */
  static boolean ours(String type) {
    if (!type.startsWith(LIBRARY)) {
      return false;
    }
    int dot = type.indexOf('.', LIBRARY.length());
    return dot < 0 || FLOORS.contains(type.substring(LIBRARY.length(), dot));
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
