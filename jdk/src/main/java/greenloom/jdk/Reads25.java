package greenloom.jdk;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.io.FileDescriptor;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import jdk.internal.access.JavaIOFileDescriptorAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;
import sun.nio.ch.NioSocketImpl;

/**
 * The hook in the reads of {@code java.net.Socket}, through which {@link Arrivals} are asked before
 * the operating system.
 *
 * <p>All those reads, and all closing of their descriptors, go through one object, the dispatcher,
 * in a static final field of the JDK. We put an instance of a subclass there, made at run time
 * inside the JDK's package. The compiler takes such a field for a constant, so code compiled
 * earlier would go on with the JDK's own dispatcher, and close a descriptor without our knowledge.
 * Therefore the hook is put in only while that class of the JDK has not been initialised, so none
 * of its code has ever run; else each wait of a socket is registered by itself.
 */
final class Reads25 {
  private static final Unsafe U = Unsafe.getUnsafe();
  private static final JavaIOFileDescriptorAccess NUMBERS =
      SharedSecrets.getJavaIOFileDescriptorAccess();

  /** The JDK's answer if there is nothing to read. */
  static final int NOTHING = -2;

  /** What is told in place of a count: as many bytes as were asked for, a failure, the closing. */
  private static final int FULL = Integer.MAX_VALUE;

  private static final int FAILED = -1;
  private static final int CLOSES = Integer.MIN_VALUE;

  /** By the number of the descriptor; changed under the monitor of the class. */
  private static volatile AtomicReferenceArray<@Nullable Arrivals> all =
      new AtomicReferenceArray<>(64);

  private Reads25() {}

  // --- what is known ---

  /**
   * Returns what is known of a descriptor; null if it is none of a socket that green threads read.
   */
  static @Nullable Arrivals at(int fd) {
    AtomicReferenceArray<@Nullable Arrivals> a = all;
    return 0 <= fd && fd < a.length() ? a.getAcquire(fd) : null;
  }

  private static synchronized void put(int fd, @Nullable Arrivals arrivals) {
    if (fd >= all.length()) {
      AtomicReferenceArray<@Nullable Arrivals> more =
          new AtomicReferenceArray<>(Math.max(fd + 1, all.length() * 2));
      for (int i = 0; i < all.length(); i++) {
        more.setPlain(i, all.getPlain(i));
      }
      all = more;
    }
    all.set(fd, arrivals);
  }

  // --- what the dispatcher asks and tells ---

  /** The calling thread is about to read; false: it would find nothing. */
  private static boolean mayRead(FileDescriptor descriptor) {
    Arrivals a = at(NUMBERS.get(descriptor));
    if (a == null) {
      return true;
    }
    if (a.nothingFor(Thread.currentThread())) {
      return false;
    }
    a.some = false;
    return true;
  }

  /** The calling thread has read so many bytes, or something else has happened. */
  private static void happened(FileDescriptor descriptor, int what) {
    int fd = NUMBERS.get(descriptor);
    Arrivals a = at(fd);
    if (what == CLOSES) {
      if (a != null) {
        put(fd, null);
      }
    } else if (a == null) {
      if (what == NOTHING && isForAnEpoll(Thread.currentThread())) {
        put(fd, new Arrivals());
      }
    } else if (what != NOTHING && (what <= 0 || what == FULL || a.special)) {
      a.some = true;
    }
  }

  private static boolean isForAnEpoll(Thread reader) {
    Executor scheduler = reader.isVirtual() ? Jdk25.scheduler(reader) : null;
    return scheduler instanceof SocketWaits;
  }

  // --- the hook ---

  /**
   * Puts it in, and tries it out with {@code test}; takes it out again if it fails.
   *
   * @return why it is not there, or null if all is well
   */
  static @Nullable String install(SelfTest test, Pollers25 pollers) throws Throwable {
    if (!U.shouldBeInitialized(NioSocketImpl.class)) {
      return "sockets were used before the first hub";
    }
    Dispatcher dispatcher = newDispatcher();
    U.ensureClassInitialized(NioSocketImpl.class);
    Field field = NioSocketImpl.class.getDeclaredField("nd");
    Object base = U.staticFieldBase(field);
    long offset = U.staticFieldOffset(field);
    Object former = U.getReferenceVolatile(base, offset);
    U.putReferenceVolatile(base, offset, dispatcher.object);
    if (test.reads(pollers, dispatcher)) {
      return null;
    }
    U.putReferenceVolatile(base, offset, former);
    return "the hook in reads does not work on this JDK";
  }

  private static Dispatcher newDispatcher() throws Throwable {
    Predicate<FileDescriptor> mayRead = Reads25::mayRead;
    ObjIntConsumer<FileDescriptor> happened = Reads25::happened;
    MethodHandles.Lookup lookup =
        MethodHandles.privateLookupIn(NioSocketImpl.class, MethodHandles.lookup());
    Class<?> type = lookup.defineClass(dispatcherClass(ClassDesc.of("sun.nio.ch.GreenloomReads")));
    Object object =
        lookup
            .in(type)
            .findConstructor(
                type, MethodType.methodType(void.class, Predicate.class, ObjIntConsumer.class))
            .invoke(mayRead, happened);
    return new Dispatcher(object, lookup.in(type));
  }

  /** The object in the JDK's field, for the self-test. */
  static final class Dispatcher {
    private final Object object;
    private final MethodHandle read;
    private final MethodHandle close;

    private Dispatcher(Object object, MethodHandles.Lookup lookup)
        throws ReflectiveOperationException {
      this.object = object;
      read = method(lookup, "read", int.class, long.class, int.class);
      close = method(lookup, "close", void.class);
    }

    private MethodHandle method(
        MethodHandles.Lookup lookup, String name, Class<?> result, Class<?>... more)
        throws ReflectiveOperationException {
      MethodType type =
          MethodType.methodType(result, FileDescriptor.class).appendParameterTypes(more);
      return lookup.findVirtual(object.getClass(), name, type).bindTo(object);
    }

    /** Reads up to eight bytes, as a socket would; returns what the JDK's read returns. */
    int read(FileDescriptor descriptor) {
      long bytes = U.allocateMemory(8);
      try {
        return (int) read.invokeExact(descriptor, bytes, 8);
      } catch (Throwable e) {
        throw Jdk25.sneaky(e);
      } finally {
        U.freeMemory(bytes);
      }
    }

    /** Closes it, as a socket would. */
    void close(FileDescriptor descriptor) {
      try {
        close.invokeExact(descriptor);
      } catch (Throwable e) {
        throw Jdk25.sneaky(e);
      }
    }
  }

  /**
   * The class, written in Java:
   *
   * <pre>{@code
   * final class GreenloomReads extends SocketDispatcher {
   *   int read(FileDescriptor fd, long address, int length) throws IOException {
   *     if (!mayRead.test(fd)) {
   *       return NOTHING;
   *     }
   *     int n;
   *     try {
   *       n = super.read(fd, address, length);
   *     } catch (Throwable e) {
   *       happened.accept(fd, FAILED);
   *       throw e;
   *     }
   *     happened.accept(fd, n < length ? n : FULL);
   *     return n;
   *   }
   *
   *   void close(FileDescriptor fd) throws IOException {
   *     happened.accept(fd, CLOSES);
   *     super.close(fd);
   *   }
   * }
   * }</pre>
   */
  private static byte[] dispatcherClass(ClassDesc self) {
    ClassDesc dispatcher = ClassDesc.of("sun.nio.ch.SocketDispatcher");
    ClassDesc descriptor = ClassDesc.of("java.io.FileDescriptor");
    MethodTypeDesc reads = MethodTypeDesc.of(CD_int, descriptor, CD_long, CD_int);
    MethodTypeDesc closes = MethodTypeDesc.of(CD_void, descriptor);
    int field = ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL;
    return ClassFile.of()
        .build(
            self,
            c ->
                c.withSuperclass(dispatcher)
                    .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                    .withField("mayRead", PREDICATE, field)
                    .withField("happened", CONSUMER, field)
                    .withMethodBody(
                        INIT_NAME,
                        MethodTypeDesc.of(CD_void, PREDICATE, CONSUMER),
                        0,
                        code ->
                            code.aload(0)
                                .invokespecial(dispatcher, INIT_NAME, MethodTypeDesc.of(CD_void))
                                .aload(0)
                                .aload(1)
                                .putfield(self, "mayRead", PREDICATE)
                                .aload(0)
                                .aload(2)
                                .putfield(self, "happened", CONSUMER)
                                .return_())
                    .withMethodBody("read", reads, 0, code -> read(code, self, dispatcher, reads))
                    .withMethodBody(
                        "close",
                        closes,
                        0,
                        code -> {
                          happened(code, self, () -> code.loadConstant(CLOSES));
                          code.aload(0).aload(1).invokespecial(dispatcher, "close", closes);
                          code.return_();
                        }));
  }

  private static final ClassDesc PREDICATE = ClassDesc.of("java.util.function.Predicate");
  private static final ClassDesc CONSUMER = ClassDesc.of("java.util.function.ObjIntConsumer");

  /** Its locals: this 0, the descriptor 1, the address 2 and 3, the length 4, the outcome 5. */
  private static void read(
      CodeBuilder code, ClassDesc self, ClassDesc dispatcher, MethodTypeDesc reads) {
    code.aload(0)
        .getfield(self, "mayRead", PREDICATE)
        .aload(1)
        .invokeinterface(PREDICATE, "test", MethodTypeDesc.of(CD_boolean, CD_Object))
        .ifThen(Opcode.IFEQ, no -> no.loadConstant(NOTHING).ireturn());
    code.trying(
        tried ->
            tried
                .aload(0)
                .aload(1)
                .lload(2)
                .iload(4)
                .invokespecial(dispatcher, "read", reads)
                .istore(5),
        catches ->
            catches.catchingAll(failed -> {
              failed.astore(6);
              happened(failed, self, () -> failed.loadConstant(FAILED));
              failed.aload(6).athrow();
            }));
    happened(
        code,
        self,
        () ->
            code.iload(5)
                .iload(4)
                .ifThenElse(
                    Opcode.IF_ICMPLT, some -> some.iload(5), full -> full.loadConstant(FULL)));
    code.iload(5).ireturn();
  }

  private static void happened(CodeBuilder code, ClassDesc self, Runnable what) {
    code.aload(0).getfield(self, "happened", CONSUMER).aload(1);
    what.run();
    code.invokeinterface(CONSUMER, "accept", MethodTypeDesc.of(CD_void, CD_Object, CD_int));
  }
}
