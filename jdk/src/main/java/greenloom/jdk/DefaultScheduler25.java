package greenloom.jdk;

import java.lang.reflect.Field;
import java.util.concurrent.ForkJoinPool;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of virtual threads that are made without one, as JDK 25 keeps it: in a static final
 * field, which we write.
 *
 * <p>The interpreter reads such a field each time, but to a compiler it is a constant, and what was
 * compiled before would go on with the old one. So it is written only while that cannot be:
 *
 * <ul>
 *   <li>Only the constructor of virtual threads reads it, and the JVM does not think of compiling a
 *       method before its 128th call. Threads are numbered as they are made, so while the number of
 *       a new one is below that, no compiler has looked at the constructor, nor has put it into
 *       some other method: for that, too, it has to be called often.
 *   <li>There are flags that make compilers begin earlier. Therefore a thread is made afterwards,
 *       and if it has the old scheduler the field is put back.
 *   <li>A virtual thread hands its scheduler on to those it makes. So none may have run on the old
 *       one, whose workers would tell.
 * </ul>
 */
final class DefaultScheduler25 {
  private static final Unsafe U = Unsafe.getUnsafe();
  private static final long NEVER_COMPILED_BEFORE = 128;
  private static final String TOO_LATE = "it is too late for another default scheduler: ";

  private DefaultScheduler25() {}

  /** On a platform thread. */
  static synchronized void replaceBy(ForkJoinPool scheduler) {
    Field field = field();
    Object base = U.staticFieldBase(field);
    long offset = U.staticFieldOffset(field);
    ForkJoinPool former = (ForkJoinPool) U.getReferenceVolatile(base, offset);
    String obstacle = obstacle(former);
    if (obstacle == null) {
      U.putReferenceVolatile(base, offset, scheduler);
      if (Jdk25.scheduler(Thread.ofVirtual().unstarted(() -> {})) == scheduler) {
        return;
      }
      U.putReferenceVolatile(base, offset, former);
      obstacle = TOO_LATE + "a compiler has made the JDK's own a constant, because of a JVM flag";
    }
    throw new IllegalStateException(obstacle);
  }

  private static @Nullable String obstacle(ForkJoinPool former) {
    if (former.getClass() != ForkJoinPool.class) {
      return "there is another default scheduler already: " + former;
    }
    if (former.getPoolSize() > 0 || former.getStealCount() > 0 || former.hasQueuedSubmissions()) {
      return TOO_LATE + "virtual threads have run on the JDK's own; replace it first thing in main";
    }
    long made = new Thread().threadId();
    if (made >= NEVER_COMPILED_BEFORE) {
      return TOO_LATE
          + made
          + " threads have been made, so a compiler may know the JDK's own as a constant; replace"
          + " it first thing in main";
    }
    return null;
  }

  private static Field field() {
    try {
      return VirtualThread25.TYPE.getDeclaredField("DEFAULT_SCHEDULER");
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("this JDK keeps its default scheduler somewhere else", e);
    }
  }
}
