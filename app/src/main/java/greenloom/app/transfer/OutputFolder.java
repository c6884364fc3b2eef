package greenloom.app.transfer;

import greenloom.app.url.WebUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The folder that downloads go to, and who has which name in it. Two URLs of one run never share a
 * file: the later one gets a name of its own. Files of earlier runs are replaced.
 */
public final class OutputFolder {
  private final Path root;
  private final FileNames names;

  private OutputFolder(Path root, FileNames names) {
    this.root = root;
    this.names = names;
  }

  /**
   * Opens a folder in which each host gets one of its own; makes it if need be and tries whether it
   * can be written.
   */
  public static OutputFolder forManyHosts(Path root) throws IOException {
    return new OutputFolder(tried(root), new FileNames(true));
  }

  /** As {@link #forManyHosts}, for URLs that are all of one host. */
  public static OutputFolder forOneHost(Path root) throws IOException {
    return new OutputFolder(tried(root), new FileNames(false));
  }

  private static Path tried(Path root) throws IOException {
    Files.createDirectories(root);
    Path real = root.toRealPath();
    Files.delete(Files.createTempFile(real, ".greenloom-", ".part"));
    return real;
  }

  /** The file for a URL, the same each time. */
  public Path claim(WebUrl url) {
    return file(names.claim(url, this::fits));
  }

  /** The file of that name, which {@link FileNames} has given. */
  public Path file(String name) {
    Path file = root.resolve(name).normalize();
    if (!file.startsWith(root) || file.equals(root)) {
      throw new IllegalStateException("a name that leads out of the folder: " + name);
    }
    return file;
  }

  private boolean fits(String name) {
    if (Files.isDirectory(root.resolve(name))) {
      return false;
    }
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      if (!canHold(root.resolve(name.substring(0, slash)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean canHold(Path folder) {
    return Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)
        || Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
  }
}
