package greenloom.coroutine;

import greenloom.jdk.RawContinuation;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Errors on their way from one stack to another.
 *
 * <p>Stacks of coroutines do not stand on each other, so the trace of an error ends where its
 * coroutine began. Where it arrives, the frames of the receiver are added to the end of the trace,
 * which then reads like that of ordinary calls. Errors without a writable trace stay as they are.
 */
final class Crossing {
  private static final Set<String> OURS =
      Stream.of(
              Crossing.class,
              Tree.class,
              Coroutine.class,
              GeneratorCore.class,
              LiveGenerator.class,
              LiveGenerator.Plain.class)
          .map(Class::getName)
          .collect(Collectors.toUnmodifiableSet());
  private static final String FLOOR = RawContinuation.class.getPackageName() + ".";
  private static final String JDK = "jdk.internal.vm.";
  private static final String RUN = "run";
  private static final int LONGEST = 1024;

  private Crossing() {}

  /** The error to throw in place of {@code e}: a checked one goes into a CompletionException. */
  static RuntimeException unchecked(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException r ? r : new CompletionException(e);
  }

  /** As {@link #unchecked}, for an error that arrives at the caller from another stack. */
  static RuntimeException arrived(Throwable e) {
    extend(e);
    return unchecked(e);
  }

  /** Adds the caller's frames to the trace of {@code e}, unless they are there already. */
  private static void extend(Throwable e) {
    StackTraceElement[] there = own(e.getStackTrace());
    if (there.length == 0 || there.length >= LONGEST) {
      return;
    }
    StackTraceElement[] here = own(new Throwable().getStackTrace());
    int from = callers(here);
    if (from == here.length || endsWith(there, here, from)) {
      return;
    }
    int first = Math.max(0, from - 1); // keep the public method that was called
    StackTraceElement[] both = Arrays.copyOf(there, there.length + here.length - first);
    System.arraycopy(here, first, both, there.length, here.length - first);
    e.setStackTrace(both);
  }

  /** The trace of a suspended body from the method on that suspended it. */
  static StackTraceElement[] readable(StackTraceElement[] trace) {
    int first = Math.max(0, callers(trace) - 1);
    return Arrays.copyOfRange(trace, first, trace.length);
  }

  /** Where the frames of our callers begin. */
  private static int callers(StackTraceElement[] trace) {
    int i = 0;
    while (i < trace.length
        && (OURS.contains(trace[i].getClassName())
            || trace[i].getClassName().startsWith(FLOOR)
            || trace[i].getClassName().startsWith(JDK))) {
      i++;
    }
    return i;
  }

  private static boolean endsWith(StackTraceElement[] whole, StackTraceElement[] end, int from) {
    int length = end.length - from;
    return whole.length >= length
        && Arrays.equals(whole, whole.length - length, whole.length, end, from, end.length);
  }

  /** The part of a trace above the loop that carries coroutines, if it stands on one. */
  private static StackTraceElement[] own(StackTraceElement[] trace) {
    int lastRun = -1;
    for (int i = 0; i < trace.length; i++) {
      if (is(trace[i], Coroutine.class, RUN)) {
        lastRun = i;
      } else if (is(trace[i], Tree.class, Tree.LOOP) && lastRun >= 0) {
        return Arrays.copyOf(trace, lastRun + 1);
      }
    }
    return trace;
  }

  private static boolean is(@Nullable StackTraceElement frame, Class<?> type, String method) {
    return frame != null
        && frame.getMethodName().equals(method)
        && frame.getClassName().equals(type.getName());
  }
}
