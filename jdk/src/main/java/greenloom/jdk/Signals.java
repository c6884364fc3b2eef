package greenloom.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Signals of the operating system, such as the {@code INT} of Ctrl-C. */
public final class Signals {
  private Signals() {}

  /**
   * Runs {@code action} each time the process gets the signal {@code name} ({@code "INT"}, {@code
   * "TERM"}), on a thread of the JDK's, in place of what happened before. Returns false where that
   * signal cannot be handled, for example because the JDK uses it itself. Any thread.
   */
  public static boolean handle(String name, Runnable action) {
    return replace(name, action) != null;
  }

  /** The same, but returns what puts the former handling back; null where {@link #handle} fails. */
  public static @Nullable Runnable replace(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, args) -> {
                switch (method.getName()) {
                  case "handle" -> action.run();
                  case "hashCode" -> {
                    return System.identityHashCode(self);
                  }
                  case "equals" -> {
                    return self == args[0];
                  }
                  case "toString" -> {
                    return "handler of " + name;
                  }
                  default -> {}
                }
                return null;
              });
      Object made = signal.getConstructor(String.class).newInstance(name);
      MethodHandle handle =
          MethodHandles.publicLookup()
              .findStatic(signal, "handle", MethodType.methodType(handler, signal, handler));
      Object before = handle.invoke(made, proxy);
      return () -> restore(handle, made, before);
    } catch (RuntimeException | ReflectiveOperationException e) {
      return null;
    } catch (Throwable e) {
      throw new LinkageError("sun.misc.Signal does not work", e);
    }
  }

  private static void restore(MethodHandle handle, Object signal, Object before) {
    try {
      Object _ = handle.invoke(signal, before);
    } catch (Throwable e) {
      throw new LinkageError("sun.misc.Signal does not work", e);
    }
  }
}
