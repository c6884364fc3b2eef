package greenloom.app.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A file in the making: it has its name only when it is whole. Closed without {@link #keep}, it is
 * gone.
 */
final class PartFile implements Closeable {
  private final Path target;
  private final Path part;
  private final OutputStream out;
  private boolean done;

  private PartFile(Path target, Path part, OutputStream out) {
    this.target = target;
    this.part = part;
    this.out = out;
  }

  /** Begins a file, with the folders above it. */
  static PartFile create(Path target) throws FetchException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Path folder =
          Objects.requireNonNull(target.toAbsolutePath().getParent(), "a file has a folder");
      if (!Files.isDirectory(folder)) { // creating what exists costs an exception
        Files.createDirectories(folder);
      }
      OutputStream out =
          Files.newOutputStream(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS);
      return new PartFile(target, part, out);
    } catch (IOException e) {
      throw new FetchException(Failure.ofFile(e));
    }
  }

  /** Appends bytes. */
  void write(byte[] bytes, int length) throws FetchException {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw new FetchException(Failure.ofFile(e));
    }
  }

  /** Gives the file its name, in the place of an older one. */
  void keep() throws FetchException {
    try {
      out.close();
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      done = true;
    } catch (IOException e) {
      throw new FetchException(Failure.ofFile(e));
    }
  }

  @Override
  public void close() throws FetchException {
    if (done) {
      return;
    }
    done = true;
    try {
      out.close();
    } catch (IOException e) {
      throw new FetchException(Failure.ofFile(e));
    } finally {
      part.toFile().delete();
    }
  }
}
