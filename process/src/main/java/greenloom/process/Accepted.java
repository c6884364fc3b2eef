package greenloom.process;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import org.jspecify.annotations.Nullable;

/**
 * Which classes a process makes objects of when bytes of another one say so: those of {@code
 * java.base} and of this package always; others if patterns name them, and without patterns those
 * of the program itself. The rest of the JDK's modules is refused. A {@code jdk.serialFilter} of
 * the JVM counts besides.
 */
final class Accepted implements ObjectInputFilter {
  private static final long DEPTH = 1_000; // deeper ones would overflow the stack

  /** What a process accepts from others; of a worker, what it was told to. */
  private static volatile Accepted here = new Accepted("");

  private final String patterns;
  private final @Nullable ObjectInputFilter named;

  /**
   * As {@link ObjectInputFilter.Config#createFilter} takes them; empty for the program's own.
   *
   * @throws IllegalArgumentException if they make no sense
   */
  Accepted(String patterns) {
    this.patterns = patterns;
    this.named = patterns.isEmpty() ? null : Config.createFilter(patterns);
  }

  static Accepted here() {
    return here;
  }

  static void install(Accepted accepted) {
    here = accepted;
  }

  String patterns() {
    return patterns;
  }

  @Override
  public Status checkInput(FilterInfo info) {
    if (info.depth() > DEPTH) {
      return Status.REJECTED;
    }
    Class<?> type = info.serialClass();
    if (type == null) {
      return Status.UNDECIDED;
    }
    while (type.isArray()) {
      type = type.getComponentType();
    }
    return type.isPrimitive() || ofTheJdk(type) || ofOurs(type) || wanted(type, info)
        ? Status.ALLOWED
        : Status.REJECTED;
  }

  private static boolean ofTheJdk(Class<?> type) {
    return type.getModule() == Object.class.getModule();
  }

  private static boolean ofOurs(Class<?> type) {
    return type.getPackage() == Accepted.class.getPackage();
  }

  private boolean wanted(Class<?> type, FilterInfo info) {
    return named == null
        ? type.getClassLoader() != null
            && type.getClassLoader() != ClassLoader.getPlatformClassLoader()
        : named.checkInput(info) == Status.ALLOWED;
  }
}
