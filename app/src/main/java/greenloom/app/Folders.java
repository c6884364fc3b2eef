package greenloom.app;

import greenloom.app.transfer.OutputFolder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Opens folders, and says in one line why that does not work. */
final class Folders {
  private static final String DEMO_MARK = ".greenloom-demo";

  private Folders() {}

  /** A way to open a folder. */
  @FunctionalInterface
  interface Opener {
    OutputFolder open(Path folder) throws IOException;
  }

  static OutputFolder open(Path folder, Opener opener) {
    try {
      return opener.open(folder);
    } catch (IOException e) {
      throw failure("cannot write to the folder " + name(folder), e, "choose another one with -o");
    }
  }

  /** The real path of a folder that can be listed. */
  static Path toRead(Path folder) {
    try (DirectoryStream<Path> _ = Files.newDirectoryStream(folder)) {
      return folder.toRealPath();
    } catch (IOException e) {
      throw failure("cannot read the folder " + name(folder), e, "choose another one");
    }
  }

  /** Opens the folder of the demo, if it is new, empty, or the demo's own from before. */
  static OutputFolder openForDemo(Path folder) {
    Path mark = folder.resolve(DEMO_MARK);
    if (Files.exists(folder) && !Files.exists(mark) && !isEmptyFolder(folder)) {
      throw new CommandFailure(
          ExitCode.LOCAL_IO,
          "the folder "
              + name(folder)
              + " holds something else; move it away, or choose another one with -o",
          null);
    }
    return open(
        folder,
        f -> {
          OutputFolder opened = OutputFolder.forOneHost(f);
          Files.writeString(
              mark, "The pages and pictures here were made by greenloom crawl --demo.\n");
          return opened;
        });
  }

  private static boolean isEmptyFolder(Path folder) {
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  static CommandFailure failure(String what, IOException e, String advice) {
    return new CommandFailure(ExitCode.LOCAL_IO, what + ": " + reason(e) + "; " + advice, e);
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "no permission";
      case NotDirectoryException _ -> "it is no folder";
      case FileAlreadyExistsException f -> f.getFile() + " is a file";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  /** What to call a folder. */
  static String name(Path folder) {
    return folder.toString().isEmpty() ? "." : folder.toString();
  }
}
