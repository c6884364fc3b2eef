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
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import jdk.internal.misc.Unsafe;
import sun.nio.ch.NioSocketImpl;

/**
 * A dispatcher of the JDK: the object through which all sockets, or all socket channels, read and
 * close their descriptors. This one asks before each read, and tells what has happened. It is an
 * instance of a subclass made at run time inside the JDK's package.
 */
final class Dispatcher25 {
  private static final Unsafe U = Unsafe.getUnsafe();

  /** The JDK's answer if there is nothing to read. */
  static final int NOTHING = -2;

  /** What is told in place of a count: as many bytes as were asked for, a failure, the closing. */
  static final int FULL = Integer.MAX_VALUE;

  static final int FAILED = -1;
  static final int CLOSES = Integer.MIN_VALUE;

  private static final ClassDesc PREDICATE = ClassDesc.of("java.util.function.Predicate");
  private static final ClassDesc CONSUMER = ClassDesc.of("java.util.function.ObjIntConsumer");

  private static final MethodHandles.Lookup TYPE;

  static {
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.privateLookupIn(NioSocketImpl.class, MethodHandles.lookup());
      ClassDesc self = ClassDesc.of("sun.nio.ch.GreenloomReads");
      TYPE = lookup.in(lookup.defineClass(dispatcherClass(self)));
    } catch (IllegalAccessException e) {
      throw new LinkageError("dispatchers of this JDK are of another kind", e);
    }
  }

  private final Object object;
  private final MethodHandle read;
  private final MethodHandle close;

  /**
   * One that asks {@code mayRead} whether a read shall be tried; if not it answers {@link
   * #NOTHING}. It tells {@code happened} how many bytes were read, or one of the numbers above.
   */
  Dispatcher25(Predicate<FileDescriptor> mayRead, ObjIntConsumer<FileDescriptor> happened)
      throws Throwable {
    Class<?> type = TYPE.lookupClass();
    object =
        TYPE.findConstructor(
                type, MethodType.methodType(void.class, Predicate.class, ObjIntConsumer.class))
            .invoke(mayRead, happened);
    read = method("read", int.class, long.class, int.class);
    close = method("close", void.class);
  }

  private MethodHandle method(String name, Class<?> result, Class<?>... more)
      throws ReflectiveOperationException {
    MethodType type =
        MethodType.methodType(result, FileDescriptor.class).appendParameterTypes(more);
    return TYPE.findVirtual(object.getClass(), name, type).bindTo(object);
  }

  /**
   * Becomes the dispatcher of a class of the JDK. The compiler takes the field, static and final,
   * for a constant; so code compiled earlier would go on with the JDK's own, and close a descriptor
   * without our knowledge. Therefore it is put in only while the class has not been initialised:
   * then none of its code has ever run.
   *
   * @return false if it has been initialised; nothing was changed
   */
  boolean putInto(Class<?> user) throws ReflectiveOperationException {
    if (!U.shouldBeInitialized(user)) {
      return false;
    }
    U.ensureClassInitialized(user);
    Field field = user.getDeclaredField("nd");
    U.putReferenceVolatile(U.staticFieldBase(field), U.staticFieldOffset(field), object);
    return true;
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
