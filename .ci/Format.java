import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Checks or applies google-java-format over every Java file below a path, in one JVM. */
final class Format {
  private Format() {}

  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    List<String> options =
        apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed");
    Stream<String> arguments = Stream.concat(options.stream(), sources(args[1]).stream());
    var out = new PrintWriter(System.out, true);
    var err = new PrintWriter(System.err, true);
    int exit = new Main(out, err, System.in).format(arguments.toArray(String[]::new));
    if (exit != 0 && !apply) {
      err.println("The files above are not formatted. To format them: mvn -q -N -Pformat validate");
    }
    System.exit(exit);
  }

  private static List<String> sources(String root) throws IOException {
    try (Stream<Path> tree = Files.walk(Path.of(root))) {
      return tree.map(Path::normalize)
          .filter(file -> file.toString().endsWith(".java") && !generated(file))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }

  private static boolean generated(Path file) {
    for (Path part : file) {
      if (part.toString().equals("target")) {
        return true;
      }
    }
    return false;
  }
}
