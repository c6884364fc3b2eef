package greenloom.benchmarks.suite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that tells what was measured. */
final class ResultFile {
  private ResultFile() {}

  /** Writes the whole file into a folder, under a name that is free there; returns where. */
  static Path write(Path folder, String name, String text) throws IOException {
    Path aside = Files.createTempFile(folder, "." + name, ".part");
    try {
      Files.writeString(aside, text);
      for (int i = 1; ; i++) {
        Path file = folder.resolve(name + (i == 1 ? "" : "-" + i) + ".md");
        try {
          return Files.createLink(file, aside); // unlike a move, never in the place of another
        } catch (FileAlreadyExistsException e) {
          // one more
        }
      }
    } finally {
      Files.delete(aside);
    }
  }
}
