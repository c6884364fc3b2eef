package greenloom.hub;

import greenloom.jdk.GreenThreads;
import java.io.IOException;
import java.lang.module.ModuleReader;
import java.lang.module.ResolvedModule;
import java.lang.reflect.Constructor;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Loads the classes of the kernel before the first hub runs.
 *
 * <p>Whoever loads a class takes locks: that of the class's name, the jar file's, the JDK's list of
 * what is to be cleaned. A green thread may have one of them while it waits for another, or be the
 * one whom the VM has chosen to wake when it is free. It runs when its hub goes on; so a bare hub
 * that loads a class itself could wait for it for ever.
 *
 * <p>Where the classes cannot be listed they are loaded when they are first needed, as everywhere.
 */
final class Preload {
  private Preload() {}

  static void kernel() {
    besides(Hub.class);
    besides(GreenThreads.class);
  }

  private static void besides(Class<?> one) {
    String folder = one.getPackageName().replace('.', '/') + "/";
    List<String> files;
    try {
      files = one.getModule().isNamed() ? inModule(one) : onClassPath(one, folder);
    } catch (IOException e) {
      return;
    }
    for (String file : files) {
      if (file.startsWith(folder) && file.endsWith(".class")) {
        link(file.substring(0, file.length() - ".class".length()).replace('/', '.'), one);
      }
    }
  }

  /** Its constructors are asked for because that links it, which may load others. */
  private static void link(String name, Class<?> one) {
    if (name.startsWith(one.getPackageName() + ".Jfr")) {
      return; // these take long, and are loaded by whoever begins to record
    }
    try {
      Constructor<?>[] _ =
          Class.forName(name, false, one.getClassLoader()).getDeclaredConstructors();
    } catch (ClassNotFoundException | LinkageError e) {
      // not for this JDK, then nobody will need it
    }
  }

  private static List<String> inModule(Class<?> one) throws IOException {
    ModuleLayer layer = one.getModule().getLayer();
    ResolvedModule module =
        layer == null
            ? null
            : layer.configuration().findModule(one.getModule().getName()).orElse(null);
    if (module == null) {
      return List.of();
    }
    try (ModuleReader reader = module.reference().open();
        Stream<String> files = reader.list()) {
      return files.toList();
    }
  }

  private static List<String> onClassPath(Class<?> one, String folder) throws IOException {
    URL url = one.getResource(one.getSimpleName() + ".class");
    if (url == null) {
      return List.of();
    }
    URLConnection at = url.openConnection();
    if (at instanceof JarURLConnection inJar) {
      inJar.setUseCaches(false);
      try (JarFile jar = inJar.getJarFile()) {
        return jar.stream().map(Object::toString).toList();
      }
    }
    if (!url.getProtocol().equals("file")) {
      return List.of();
    }
    Path parent = Objects.requireNonNull(Path.of(URI.create(url.toString())).getParent());
    try (Stream<Path> files = Files.list(parent)) {
      return files.map(file -> folder + file.getFileName()).toList();
    }
  }
}
