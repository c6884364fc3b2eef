package greenloom.jdk;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.IntBinaryOperator;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;
import sun.nio.ch.Poller;

/**
 * The hook in the JDK's pollers, through which every socket wait of a virtual thread goes.
 *
 * <p>The pollers stand in two arrays, and a wait picks one by the number of its descriptor. In
 * front of each we put a <i>router</i>, an instance of a small subclass made here at run time
 * inside the JDK's package. It asks the scheduler of the waiting thread; if that one does not look
 * after socket waits itself, it passes on to the poller behind it.
 *
 * <p>A router has the very map of the poller behind it, in which it is noted who waits for which
 * descriptor. So the JDK's poller threads find those that wait through the router, and closing a
 * socket through the router finds those that waited before it was there.
 */
final class Pollers25 {
  private static final Unsafe U = Unsafe.getUnsafe();
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Poller[].class);

  /** What a router tells in place of three methods: the wait begins, ends, ends woken. */
  private static final int BEGINS = 0;

  private static final int ENDS = 1;
  private static final int ENDS_WOKEN = 2;

  private final MethodHandles.Lookup lookup;
  private final MethodHandle register;
  private final MethodHandle deregister;
  private final MethodHandle poll;
  private final Poller[] reads;
  private final Poller[] writes;

  /** Finds the pollers; starts them if nobody did. A platform thread only. */
  Pollers25() throws ReflectiveOperationException {
    lookup = MethodHandles.privateLookupIn(Poller.class, MethodHandles.lookup());
    register = method("implRegister", int.class);
    deregister = method("implDeregister", int.class, boolean.class);
    poll =
        lookup.findStatic(
            Poller.class,
            "poll",
            MethodType.methodType(
                void.class, int.class, int.class, long.class, BooleanSupplier.class));
    Class<?> type = Class.forName("sun.nio.ch.Poller$Pollers");
    Object all = lookup.findStaticVarHandle(Poller.class, "POLLERS", type).get();
    reads = (Poller[]) lookup.findVarHandle(type, "readPollers", Poller[].class).get(all);
    writes = (Poller[]) lookup.findVarHandle(type, "writePollers", Poller[].class).get(all);
  }

  private MethodHandle method(String name, Class<?>... arguments)
      throws ReflectiveOperationException {
    return lookup.findVirtual(Poller.class, name, MethodType.methodType(void.class, arguments));
  }

  /**
   * Puts the routers in, and tries them out with {@code test}; takes them out again if it fails.
   *
   * @return why there are none, or null if all is well
   */
  @Nullable String install(SelfTest test) throws Throwable {
    Poller[] formerReads = reads.clone();
    Poller[] formerWrites = writes.clone();
    MethodHandle newRouter = newRouter();
    putIn(reads, true, newRouter);
    putIn(writes, false, newRouter);
    if (test.socketWaits(this)) {
      return null;
    }
    putBack(reads, formerReads);
    putBack(writes, formerWrites);
    return "the hook does not work on this JDK";
  }

  /** Lets the calling virtual thread wait until {@code fd} can be read, as a socket would. */
  void awaitReadable(int fd) {
    try {
      BooleanSupplier open = () -> true;
      poll.invokeExact(fd, 1, 0L, open);
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  private void putIn(Poller[] pollers, boolean read, MethodHandle newRouter) throws Throwable {
    long map = U.objectFieldOffset(Poller.class, "map");
    for (int i = 0; i < pollers.length; i++) {
      Poller behind = pollers[i];
      IntBinaryOperator route = (fd, what) -> route(behind, read, fd, what);
      Poller router = (Poller) newRouter.invokeExact(route);
      U.putReference(router, map, U.getReference(behind, map));
      ELEMENT.setVolatile(pollers, i, router);
    }
  }

  private static void putBack(Poller[] pollers, Poller[] former) {
    for (int i = 0; i < former.length; i++) {
      ELEMENT.setVolatile(pollers, i, former[i]);
    }
  }

  /** On the waiting thread. */
  private int route(Poller behind, boolean read, int fd, int what) {
    Thread t = Thread.currentThread();
    Executor scheduler = t.isVirtual() ? Jdk25.scheduler(t) : null;
    try {
      if (what == BEGINS) {
        if (!(scheduler instanceof SocketWaits ours && ours.begin(fd, read))) {
          register.invokeExact(behind, fd);
        }
      } else {
        boolean woken = what == ENDS_WOKEN;
        if (!(scheduler instanceof SocketWaits ours && ours.end(fd, read, woken))) {
          deregister.invokeExact(behind, fd, woken);
        }
      }
      return 0;
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  /** Makes the class of the routers; gives its constructor. */
  private MethodHandle newRouter() throws ReflectiveOperationException {
    // a second copy of this library in the same JVM has a class of its own, and routes to ours
    String name = "GreenloomRouter" + Integer.toHexString(System.identityHashCode(this));
    Class<?> router = lookup.defineClass(routerClass(ClassDesc.of("sun.nio.ch", name)));
    return lookup
        .in(router)
        .findConstructor(router, MethodType.methodType(void.class, IntBinaryOperator.class))
        .asType(MethodType.methodType(Poller.class, IntBinaryOperator.class));
  }

  /**
   * The class: {@code final class Router extends Poller}, which keeps an {@code IntBinaryOperator}
   * and calls it where the JDK calls {@code implRegister} and {@code implDeregister}.
   */
  private static byte[] routerClass(ClassDesc self) {
    ClassDesc poller = ClassDesc.of("sun.nio.ch", "Poller");
    ClassDesc route = IntBinaryOperator.class.describeConstable().orElseThrow();
    return ClassFile.of()
        .build(
            self,
            c ->
                c.withSuperclass(poller)
                    .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                    .withField("route", route, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL)
                    .withMethodBody(
                        INIT_NAME,
                        MethodTypeDesc.of(CD_void, route),
                        0,
                        code ->
                            code.aload(0)
                                .invokespecial(poller, INIT_NAME, MethodTypeDesc.of(CD_void))
                                .aload(0)
                                .aload(1)
                                .putfield(self, "route", route)
                                .return_())
                    .withMethodBody(
                        "implRegister",
                        MethodTypeDesc.of(CD_void, CD_int),
                        0,
                        code -> told(code, self, route, what -> what.loadConstant(BEGINS)))
                    .withMethodBody(
                        "implDeregister",
                        MethodTypeDesc.of(CD_void, CD_int, CD_boolean),
                        0,
                        code ->
                            told(
                                code, self, route, what -> what.loadConstant(ENDS).iload(2).iadd()))
                    .withMethodBody( // the pollers behind have threads that poll
                        "poll",
                        MethodTypeDesc.of(CD_int, CD_int),
                        0,
                        code -> code.iconst_0().ireturn()));
  }

  /** {@code route.applyAsInt(fd, what)}. */
  private static void told(
      CodeBuilder code,
      ClassDesc self,
      ClassDesc route,
      java.util.function.Consumer<CodeBuilder> what) {
    code.aload(0).getfield(self, "route", route).iload(1);
    what.accept(code);
    code.invokeinterface(route, "applyAsInt", MethodTypeDesc.of(CD_int, CD_int, CD_int))
        .pop()
        .return_();
  }
}
