package greenloom.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Opens the few packages of {@code java.base} that Greenloom stands on, to this module only.
 *
 * <p>Three steps, the first that works wins: the packages are open already (flags, a manifest, an
 * agent); a trusted lookup made through {@code sun.reflect.ReflectionFactory}, which needs nothing
 * from the user; an error that names the exact flags. {@code -Dgreenloom.access=flags} leaves out
 * the second step.
 */
final class Access {
  private static final Module BASE = Object.class.getModule();
  private static final Module OURS = Access.class.getModule();

  /** Packages whose private parts are read. */
  private static final List<String> OPENED =
      List.of("java.lang", "jdk.internal.vm", "sun.nio.ch", "jdk.internal.misc");

  /** Packages of which only public types are used. */
  private static final List<String> EXPORTED = List.of("jdk.internal.access");

  private Access() {}

  /** Opens the packages and tells by which way: {@code "open already"} or the factory's name. */
  static String open() {
    if (openAlready()) {
      return "open already";
    }
    if ("flags".equals(System.getProperty("greenloom.access"))) {
      throw new IllegalStateException(
          "Greenloom may not open java.base itself (greenloom.access=flags) and it is not open;"
              + " start Java with: "
              + flags());
    }
    try {
      openWith(trustedLookup());
    } catch (Throwable e) {
      throw new IllegalStateException(
          "This Java does not let Greenloom reach its continuations ("
              + Runtime.version()
              + ", "
              + e
              + "); Greenloom runs on JDK 25, with: "
              + flags(),
          e);
    }
    return "sun.reflect.ReflectionFactory";
  }

  /** The flags that make {@link #open} unnecessary, in one line. */
  static String flags() {
    String to = OURS.isNamed() ? OURS.getName() : "ALL-UNNAMED";
    String opens = joined("--add-opens", OPENED, to);
    return opens + " " + joined("--add-exports", EXPORTED, to);
  }

  private static String joined(String flag, List<String> packages, String to) {
    return packages.stream()
        .map(p -> flag + " java.base/" + p + "=" + to)
        .collect(Collectors.joining(" "));
  }

  private static boolean openAlready() {
    return OPENED.stream().allMatch(p -> BASE.isOpen(p, OURS))
        && EXPORTED.stream().allMatch(p -> BASE.isExported(p, OURS));
  }

  private static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
    Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
    Object instance = factory.getMethod("getReflectionFactory").invoke(null);
    Constructor<?> made =
        MethodHandles.Lookup.class.getDeclaredConstructor(Class.class, Class.class, int.class);
    Constructor<?> open =
        (Constructor<?>)
            factory
                .getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                .invoke(instance, MethodHandles.Lookup.class, made);
    int trusted = -1;
    return (MethodHandles.Lookup) open.newInstance(Object.class, null, trusted);
  }

  private static void openWith(MethodHandles.Lookup trusted) throws Throwable {
    MethodHandle add =
        trusted.findVirtual(
            Module.class,
            "implAddExportsOrOpens",
            MethodType.methodType(
                void.class, String.class, Module.class, boolean.class, boolean.class));
    for (String p : OPENED) {
      add.invoke(BASE, p, OURS, true, true);
    }
    for (String p : EXPORTED) {
      add.invoke(BASE, p, OURS, false, true);
    }
  }
}
