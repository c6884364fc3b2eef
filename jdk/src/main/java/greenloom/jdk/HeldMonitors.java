package greenloom.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.EnumSet;
import java.util.Set;
import jdk.internal.vm.ContinuationScope;

/** Finds monitors that are held where none must be, by walking frames; for the debug mode. */
final class HeldMonitors {
  private static final Set<?> NO_OPTIONS = EnumSet.noneOf(StackWalker.Option.class);
  private static final MethodHandle WALKER;
  private static final MethodHandle WALKER_IN;
  private static final MethodHandle MONITORS;

  static {
    try {
      Class<?> frame = Class.forName("java.lang.LiveStackFrame");
      var lookup = MethodHandles.privateLookupIn(frame, MethodHandles.lookup());
      WALKER =
          lookup.findStatic(
              frame, "getStackWalker", MethodType.methodType(StackWalker.class, Set.class));
      WALKER_IN =
          lookup.findStatic(
              frame,
              "getStackWalker",
              MethodType.methodType(StackWalker.class, Set.class, ContinuationScope.class));
      MONITORS =
          lookup
              .findVirtual(frame, "getMonitors", MethodType.methodType(Object[].class))
              .asType(MethodType.methodType(Object[].class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this JDK does not tell held monitors", e);
    }
  }

  private HeldMonitors() {}

  /**
   * Checks the frames of the innermost continuation of {@code scope}.
   *
   * @throws IllegalMonitorStateException if one of them holds a monitor
   */
  static void checkCoroutine(ContinuationScope scope) {
    try {
      check(
          (StackWalker) WALKER_IN.invokeExact(NO_OPTIONS, scope),
          "a coroutine must not be suspended while it holds a monitor (synchronized)");
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  /**
   * Checks all frames of the calling platform thread, which is about to run green threads.
   *
   * @throws IllegalMonitorStateException if one of them holds a monitor
   */
  static void checkThread() {
    try {
      check(
          (StackWalker) WALKER.invokeExact(NO_OPTIONS),
          "a platform thread must not run its greenlets while it holds a monitor (synchronized)");
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  private static void check(StackWalker walker, String refusal) {
    boolean held = walker.walk(frames -> frames.anyMatch(HeldMonitors::holdsOne));
    if (held) {
      throw new IllegalMonitorStateException(refusal);
    }
  }

  private static boolean holdsOne(StackWalker.StackFrame frame) {
    try {
      for (Object monitor : (Object[]) MONITORS.invokeExact((Object) frame)) {
        if (monitor != null) { // an interpreted frame keeps the place of one it has left
          return true;
        }
      }
      return false;
    } catch (Throwable e) {
      throw new LinkageError("cannot read the monitors of a frame", e);
    }
  }
}
