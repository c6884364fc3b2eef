package greenloom.app.transfer;

import greenloom.app.url.SafeName;
import greenloom.app.url.WebUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The folder that downloads go to, and who has which name in it. Two URLs of one run never share a
 * file: the later one gets a name of its own. Files of earlier runs are replaced.
 */
public final class OutputFolder {
  private final Path root;
  private final Function<WebUrl, String> plainName;
  private final Function<WebUrl, String> distinctName;
  private final Map<WebUrl, Path> claims = new HashMap<>();
  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();

  private OutputFolder(
      Path root, Function<WebUrl, String> plainName, Function<WebUrl, String> distinctName) {
    this.root = root;
    this.plainName = plainName;
    this.distinctName = distinctName;
  }

  /**
   * Opens a folder in which each host gets one of its own; makes it if need be and tries whether it
   * can be written.
   */
  public static OutputFolder forManyHosts(Path root) throws IOException {
    return new OutputFolder(tried(root), SafeName::of, SafeName::distinct);
  }

  /** As {@link #forManyHosts}, for URLs that are all of one host. */
  public static OutputFolder forOneHost(Path root) throws IOException {
    return new OutputFolder(tried(root), SafeName::withoutHost, SafeName::distinctFile);
  }

  private static Path tried(Path root) throws IOException {
    Files.createDirectories(root);
    Path real = root.toRealPath();
    Files.delete(Files.createTempFile(real, ".greenloom-", ".part"));
    return real;
  }

  /** The file for a URL, the same each time. */
  public Path claim(WebUrl url) {
    return claims.computeIfAbsent(url, this::choose);
  }

  private Path choose(WebUrl url) {
    String plain = plainName.apply(url);
    String name = isFree(plain) ? plain : distinctName.apply(url);
    Path file = root.resolve(name).normalize();
    if (!file.startsWith(root) || file.equals(root)) {
      throw new IllegalStateException("a name that leads out of the folder: " + name);
    }
    files.add(key(name));
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      folders.add(key(name.substring(0, slash)));
    }
    return file;
  }

  private boolean isFree(String name) {
    if (files.contains(key(name))
        || folders.contains(key(name))
        || Files.isDirectory(root.resolve(name))) {
      return false;
    }
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      String above = name.substring(0, slash);
      if (files.contains(key(above)) || !canHold(root.resolve(above))) {
        return false;
      }
    }
    return true;
  }

  private static boolean canHold(Path folder) {
    return Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)
        || Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
  }

  /** Some file systems do not tell upper from lower case. */
  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
