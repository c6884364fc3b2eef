package greenloom.jdk;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.channels.Channel;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jdk.internal.access.JavaLangAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.TerminatingThreadLocal;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import jdk.internal.vm.ThreadContainer;
import jdk.internal.vm.ThreadContainers;
import org.jspecify.annotations.Nullable;
import sun.nio.ch.Interruptible;
import sun.nio.ch.SelChImpl;

/**
 * The adapter for JDK 25.
 *
 * <p>A virtual thread keeps its continuation and the {@code Runnable} it submits in two fields. We
 * replace both before it starts: the first by a continuation with hooks, the second by the task
 * itself. {@link SelfTest} finds out whether that works; where it does not, tasks are kept in a
 * map.
 */
final class Jdk25 implements Adapter {
  private static final Unsafe U = Unsafe.getUnsafe();
  private static final JavaLangAccess LANG = SharedSecrets.getJavaLangAccess();
  private static final ContinuationScope VIRTUAL = LANG.virtualThreadContinuationScope();
  private static final MethodHandle NEW_THREAD;
  private static final MethodHandle SCHEDULER;
  private static final MethodHandle TARGET;

  /** Offsets of the two fields; -1 where the field is missing or not to be touched. */
  private static final long CONT;

  private static final long RUN;

  private static final long SCHEDULED_BY = U.objectFieldOffset(VirtualThread25.TYPE, "scheduler");

  static {
    try {
      MethodHandles.Lookup here = MethodHandles.lookup();
      Class<?> builders = Class.forName("java.lang.ThreadBuilders");
      NEW_THREAD =
          MethodHandles.privateLookupIn(builders, here)
              .findStatic(
                  builders,
                  "newVirtualThread",
                  MethodType.methodType(
                      Thread.class, Executor.class, String.class, int.class, Runnable.class));
      SCHEDULER =
          MethodHandles.privateLookupIn(VirtualThread25.TYPE, here)
              .findGetter(VirtualThread25.TYPE, "scheduler", Executor.class)
              .asType(MethodType.methodType(Executor.class, Thread.class));
      TARGET =
          MethodHandles.privateLookupIn(Continuation.class, here)
              .findGetter(Continuation.class, "target", Runnable.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this JDK makes virtual threads in another way", e);
    }
    boolean wanted = !"off".equals(System.getProperty("greenloom.hooks"));
    CONT = wanted ? offset("cont") : -1;
    RUN = wanted ? offset("runContinuation") : -1;
  }

  private final Map<Thread, GreenTask> tasks = new ConcurrentHashMap<>();
  private volatile Features features;
  private volatile boolean hooks = CONT >= 0;
  private volatile boolean taskField = RUN >= 0;
  private volatile boolean pollersReady;

  Jdk25(String access) {
    Features[] found = new Features[1];
    PlatformThread.run(() -> found[0] = test(access));
    features = found[0];
  }

  private Features test(String access) {
    SelfTest test = new SelfTest(this);
    test.continuations();
    taskField = taskField && test.taskField();
    hooks = hooks && test.hooks();
    return new Features(
        access,
        hooks,
        taskField,
        test.timers(),
        test.groups(),
        test.threadEnd(),
        !"off".equals(System.getProperty("greenloom.monitors")) && test.monitors(),
        "not looked at before the first hub");
  }

  @Override
  public Features features() {
    return features;
  }

  @Override
  public Thread carrier() {
    return LANG.currentCarrierThread();
  }

  @Override
  public Frames frames(RawContinuation of, Runnable body) {
    return new Frames25(of, Thread.currentThread(), body);
  }

  @Override
  public void atRoot(Runnable request) {
    if (Frames25.CHECK_MONITORS) {
      HeldMonitors.checkThread();
    }
    Frames25 inner = Frames25.innermost();
    if (inner == null) {
      request.run();
    } else {
      inner.atRoot(request);
    }
  }

  @Override
  public Thread create(Executor scheduler, @Nullable String name, Runnable body, GreenTask task) {
    try {
      Thread t = (Thread) NEW_THREAD.invokeExact(scheduler, name, 0, body);
      put(task, t);
      return t;
    } catch (Throwable e) {
      throw sneaky(e);
    }
  }

  private void put(GreenTask task, Thread t) throws Throwable {
    task.thread = t;
    if (hooks) {
      Runnable target = (Runnable) TARGET.invokeExact((Continuation) U.getReference(t, CONT));
      Hooked25 hooked = new Hooked25(VIRTUAL, target, task);
      U.putReference(t, CONT, hooked);
      task.frames = hooked;
    }
    if (taskField) {
      task.resume = task.frames == null ? (Runnable) U.getReference(t, RUN) : null;
      U.putReference(t, RUN, task);
    } else {
      tasks.put(t, task);
    }
  }

  @Override
  public GreenTask resolve(Runnable submitted, Function<Thread, @Nullable GreenTask> adopt) {
    Thread t = threadBehind(submitted);
    if (t == null) {
      return new Plain(submitted);
    }
    GreenTask task = taskOf(t);
    if (task == null) {
      task = begun(t) ? null : adopt.apply(t); // under way already: too late for hooks
      if (task == null) {
        return new Plain(submitted);
      }
      putInto(t, task);
    }
    if (!taskField) {
      task.resume = submitted;
    }
    return task;
  }

  @Override
  public @Nullable GreenTask admit(
      Runnable submitted, Executor scheduler, Function<Thread, GreenTask> adopt) {
    Thread t = threadBehind(submitted);
    if (t == null || begun(t)) {
      return null;
    }
    U.putReference(t, SCHEDULED_BY, scheduler);
    return resolve(submitted, adopt);
  }

  private static boolean begun(Thread t) {
    return VirtualThread25.state(t) != VirtualThread25.STARTED;
  }

  private void putInto(Thread t, GreenTask task) {
    try {
      put(task, t);
    } catch (Throwable e) {
      throw sneaky(e);
    }
  }

  /** The thread that the JDK's own submission captured, its only field; null for anything else. */
  private static @Nullable Thread threadBehind(Runnable submitted) {
    Class<?> type = submitted.getClass();
    long at = CAPTURED.get(type);
    return at < 0 ? null : (Thread) U.getReference(submitted, at);
  }

  private static final ClassValue<Long> CAPTURED =
      new ClassValue<>() {
        @Override
        protected Long computeValue(Class<?> type) {
          Field[] fields = type.getDeclaredFields();
          boolean ours =
              type.getName().startsWith("java.lang.VirtualThread$$Lambda")
                  && fields.length == 1
                  && Thread.class.isAssignableFrom(fields[0].getType());
          return ours ? U.objectFieldOffset(fields[0]) : -1L;
        }
      };

  @Override
  public @Nullable GreenTask taskOf(Thread thread) {
    if (taskField) {
      return taskIn(thread);
    }
    return tasks.get(thread);
  }

  @Override
  public void forget(Thread thread) {
    if (!taskField) {
      tasks.remove(thread);
    }
  }

  /** The task put into a virtual thread's own field; null without one. */
  static @Nullable GreenTask taskIn(Thread thread) {
    return RUN >= 0
            && VirtualThread25.TYPE == thread.getClass()
            && U.getReference(thread, RUN) instanceof GreenTask task
        ? task
        : null;
  }

  @Override
  public @Nullable Executor schedulerOf(Thread thread) {
    return scheduler(thread);
  }

  static @Nullable Executor scheduler(Thread thread) {
    try {
      return (Executor) SCHEDULER.invokeExact(thread);
    } catch (Throwable e) {
      throw sneaky(e);
    }
  }

  @Override
  public ForkJoinPool defaultScheduler() {
    return (ForkJoinPool) LANG.virtualThreadDefaultScheduler();
  }

  @Override
  public void makeDefault(ForkJoinPool scheduler) {
    if (Thread.currentThread().isVirtual()) {
      PlatformThread.run(() -> DefaultScheduler25.replaceBy(scheduler));
    } else {
      DefaultScheduler25.replaceBy(scheduler);
    }
  }

  @Override
  public ThreadPhase phase(Thread thread) {
    return VirtualThread25.phase(thread);
  }

  @Override
  public boolean heir(Thread thread) {
    return VirtualThread25.heir(thread);
  }

  @Override
  public boolean unblock(Thread thread) {
    return VirtualThread25.unblock(thread);
  }

  @Override
  public ThreadLocks locks(Thread thread) {
    return Locks25.of(thread);
  }

  @Override
  public @Nullable Thread owner(AbstractOwnableSynchronizer lock) {
    return Locks25.owner(lock);
  }

  @Override
  public void pin(boolean on) {
    if (on) {
      Continuation.pin();
    } else {
      Continuation.unpin();
    }
  }

  @Override
  public @Nullable Object group(String name, Supplier<Stream<Thread>> members) {
    Group25 group = new Group25(name, members);
    group.key = ThreadContainers.registerContainer(group);
    return group;
  }

  @Override
  public void start(Thread thread, @Nullable Object group) {
    if (group instanceof ThreadContainer container) {
      LANG.start(thread, container);
    } else {
      thread.start();
    }
  }

  @Override
  public void endGroup(@Nullable Object group) {
    if (group instanceof Group25 g && g.key != null) {
      ThreadContainers.deregisterContainer(Objects.requireNonNull(g.key));
    }
  }

  @Override
  public void park(long nanos) {
    U.park(false, nanos);
  }

  @Override
  public void unpark(Thread carrier) {
    U.unpark(carrier);
  }

  @Override
  public void onInterrupt(@Nullable Runnable action) {
    LANG.blockedOn(
        action == null
            ? null
            : new Interruptible() {
              @Override
              public void interrupt(Thread target) {
                action.run();
              }

              @Override
              public void postInterrupt() {}
            });
  }

  @Override
  public boolean atThreadEnd(Runnable action) {
    if (Thread.currentThread().isVirtual() || !features.threadEnd()) {
      return false;
    }
    tellAtThreadEnd(action);
    return true;
  }

  static void tellAtThreadEnd(Runnable action) {
    THREAD_END.set(action);
  }

  private static final TerminatingThreadLocal<Runnable> THREAD_END =
      new TerminatingThreadLocal<>() {
        @Override
        protected void threadTerminated(Runnable action) {
          if (action != null) {
            action.run();
          }
        }
      };

  @Override
  public void preparePollers() {
    if (pollersReady) {
      return;
    }
    if (Thread.currentThread().isVirtual()) {
      PlatformThread.run(this::loadPollers);
    } else {
      loadPollers();
    }
  }

  private synchronized void loadPollers() {
    if (pollersReady) {
      return;
    }
    if (System.getProperty("jdk.pollerMode") == null) {
      System.setProperty("jdk.pollerMode", "1"); // pollers on threads of their own
    }
    String poller;
    try {
      poller = hookPollers();
    } catch (Throwable e) {
      poller = Features.PORTABLE + e;
    }
    features = features.with(poller);
    pollersReady = true;
  }

  /** Puts the hooks into the pollers and into reads; tells what is there then. */
  private String hookPollers() throws Throwable {
    Class.forName("sun.nio.ch.Poller"); // starts them, here and not on a green thread
    String wanted = System.getProperty("greenloom.poller", "");
    if (wanted.equals("portable")) {
      return Features.PORTABLE + "-Dgreenloom.poller=portable";
    }
    Class.forName(Epoll25.class.getName());
    SelfTest test = new SelfTest(this);
    Pollers25 pollers = new Pollers25();
    String missing = pollers.install(test);
    if (missing != null) {
      return Features.PORTABLE + missing;
    }
    missing = wanted.equals("once") ? "-Dgreenloom.poller=once" : Reads25.install(test, pollers);
    return missing == null ? Features.EPOLL : Features.ONCE + missing;
  }

  @Override
  public Epoll epoll() throws IOException {
    return new Epoll25();
  }

  @Override
  public HeldChannels heldChannels() {
    return new HeldChannels25();
  }

  @Override
  public int descriptor(Channel channel) {
    return channel instanceof SelChImpl selectable ? selectable.getFDVal() : -1;
  }

  private static long offset(String field) {
    try {
      return U.objectFieldOffset(VirtualThread25.TYPE, field);
    } catch (InternalError missing) {
      return -1;
    }
  }

  static RuntimeException sneaky(Throwable e) {
    return Jdk25.<RuntimeException>raise(e);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> X raise(Throwable e) throws X {
    throw (X) e;
  }

  /** A submission we know nothing about. */
  private static final class Plain extends GreenTask {
    Plain(Runnable submitted) {
      resume = submitted;
    }
  }

  /** A group of threads in dumps. */
  private static final class Group25 extends ThreadContainer {
    private final String name;
    private final Supplier<Stream<Thread>> members;
    private @Nullable Object key;

    Group25(String name, Supplier<Stream<Thread>> members) {
      super(true);
      this.name = name;
      this.members = members;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Stream<Thread> threads() {
      return members.get();
    }
  }
}
