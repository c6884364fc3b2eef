package greenloom.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * Who has which lock: monitors by the JDK's thread snapshots, others by their own note.
 *
 * <p>JDK 25 takes a snapshot of a virtual thread without seeing to it that the thread stays where
 * it is, and may crash if it goes on meanwhile (JDK-8364343). So we hold it, and take none of one
 * that cannot be held because it is on a carrier. One that runs waits for nobody; one that is
 * pinned is a loss.
 */
final class Locks25 {
  private static final Unsafe U = Unsafe.getUnsafe();
  private static final long OWNER =
      U.objectFieldOffset(AbstractOwnableSynchronizer.class, "exclusiveOwnerThread");

  private static final MethodHandle OF;
  private static final MethodHandle STATE;
  private static final MethodHandle ENTERING;
  private static final MethodHandle DEPTH;
  private static final MethodHandle HELD;

  static {
    try {
      Class<?> type = Class.forName("jdk.internal.vm.ThreadSnapshot");
      MethodHandles.Lookup in = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      OF =
          in.findStatic(type, "of", MethodType.methodType(type, Thread.class))
              .asType(MethodType.methodType(Object.class, Thread.class));
      STATE = getter(in, type, "threadState", Thread.State.class);
      ENTERING = getter(in, type, "blockedOn", Object.class);
      DEPTH = getter(in, type, "stackTrace", StackTraceElement[].class);
      HELD =
          in.findVirtual(type, "ownedMonitorsAt", MethodType.methodType(Stream.class, int.class))
              .asType(MethodType.methodType(Stream.class, Object.class, int.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this JDK takes snapshots of threads in another way", e);
    }
  }

  private Locks25() {}

  private static MethodHandle getter(
      MethodHandles.Lookup in, Class<?> type, String name, Class<?> result)
      throws ReflectiveOperationException {
    return in.findVirtual(type, name, MethodType.methodType(result))
        .asType(MethodType.methodType(result, Object.class));
  }

  static ThreadLocks of(Thread thread) {
    if (!thread.isVirtual()) {
      return snapshot(thread);
    }
    ThreadLocks[] found = {ThreadLocks.NONE};
    boolean _ = VirtualThread25.whileSuspended(thread, () -> found[0] = snapshot(thread));
    return found[0];
  }

  private static ThreadLocks snapshot(Thread thread) {
    try {
      Object snapshot = OF.invokeExact(thread);
      if (snapshot == null) {
        return ThreadLocks.NONE; // ended
      }
      Thread.State state = (Thread.State) STATE.invokeExact(snapshot);
      Object entering =
          state == Thread.State.BLOCKED ? (Object) ENTERING.invokeExact(snapshot) : null;
      return new ThreadLocks(entering, held(snapshot));
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  private static List<Object> held(Object snapshot) throws Throwable {
    int depth = ((StackTraceElement[]) DEPTH.invokeExact(snapshot)).length;
    return IntStream.range(0, depth).boxed().<Object>flatMap(i -> heldAt(snapshot, i)).toList();
  }

  private static Stream<?> heldAt(Object snapshot, int frame) {
    try {
      return (Stream<?>) HELD.invokeExact(snapshot, frame);
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  static @Nullable Thread owner(AbstractOwnableSynchronizer lock) {
    return (Thread) U.getReferenceVolatile(lock, OWNER);
  }
}
