package greenloom.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Signals of the operating system, such as the {@code INT} of Ctrl-C. */
public final class Signals {
  /** Those that are listened to, by number, as some have two names; its own monitor guards it. */
  private static final Map<Integer, Taken> TAKEN = new HashMap<>();

  /** A signal that was taken from the JDK for its listeners. */
  private record Taken(List<Listener> listeners, Runnable giveBack) {}

  /** One of them; the same code may listen twice. */
  private static final class Listener {
    final Runnable code;

    Listener(Runnable code) {
      this.code = code;
    }
  }

  private Signals() {}

  /**
   * Runs {@code listener} each time the process gets the signal {@code name}, on a thread of the
   * JDK's; it must not wait. While a signal has listeners it does nothing else; all of them are
   * told. Any thread.
   *
   * @return what ends that, and gives the signal back after the last one; does nothing the second
   *     time. Null where {@link #handle} fails
   */
  public static @Nullable Runnable listen(String name, Runnable listener) {
    Listener mine = new Listener(listener);
    Integer number = numberOf(name);
    if (number == null) {
      return null;
    }
    synchronized (TAKEN) {
      Taken taken = TAKEN.get(number);
      if (taken == null) {
        taken = take(name);
        if (taken == null) {
          return null;
        }
        TAKEN.put(number, taken);
      }
      taken.listeners.add(mine);
    }
    return () -> leave(number, mine);
  }

  /** Null if there is no such signal. */
  private static @Nullable Integer numberOf(String name) {
    try {
      Object signal = signal(name);
      return (Integer) signal.getClass().getMethod("getNumber").invoke(signal);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** The JDK's object for it, which throws if there is no such signal. */
  private static Object signal(String name) throws ReflectiveOperationException {
    return Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
  }

  private static @Nullable Taken take(String name) {
    List<Listener> listeners = new CopyOnWriteArrayList<>();
    Runnable giveBack = replace(name, () -> listeners.forEach(l -> l.code.run()));
    return giveBack == null ? null : new Taken(listeners, giveBack);
  }

  private static void leave(Integer number, Listener listener) {
    synchronized (TAKEN) {
      Taken taken = TAKEN.get(number);
      if (taken != null && taken.listeners.remove(listener) && taken.listeners.isEmpty()) {
        TAKEN.remove(number);
        taken.giveBack.run();
      }
    }
  }

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
      Object made = signal(name);
      Class<?> signal = made.getClass();
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
