package greenloom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents and the tree agree where a machine can tell. */
class DocumentsTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> KERNEL =
      List.of("core/src/main/java/greenloom/hub", "jdk/src/main/java/greenloom/jdk");
  private static final Pattern NAMES = Pattern.compile("(?m)^\\| (`[A-Z][^|]*) \\|");
  private static final Path EXAMPLES = ROOT.resolve("examples/src/main/java/greenloom/examples");
  private static final Pattern LISTING = Pattern.compile("(?s)<!-- (\\w+) -->\n```java\n(.*?)```");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT)\\.\\w+)`");
  private static final Pattern METHOD = Pattern.compile("(?m)^  void (\\w+)\\(");
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)(#[^)]*)?\\)");

  @Test
  void tour_ofTheKernel_namesItsFilesAndNoOthers() throws IOException {
    List<String> files = new ArrayList<>();
    for (String folder : KERNEL) {
      files.addAll(sources(ROOT.resolve(folder)));
    }
    assertThat(files).hasSizeGreaterThan(40);
    assertThat(named(ROOT.resolve("docs/design.md"))).containsExactlyInAnyOrderElementsOf(files);
  }

  /** Each block of Java that follows {@code <!-- Name -->} stands in the example of that name. */
  @Test
  void listings_thatNameAnExample_areFromIt() throws IOException {
    int listings = 0;
    for (Path document : documents()) {
      Iterable<MatchResult> all = LISTING.matcher(Files.readString(document)).results()::iterator;
      for (MatchResult listing : all) {
        String example = Files.readString(EXAMPLES.resolve(listing.group(1) + ".java"));
        assertThat(unindented(example))
            .as(document.toString())
            .contains(unindented(listing.group(2)));
        listings++;
      }
    }
    assertThat(listings).isGreaterThan(5);
  }

  private static String unindented(String code) {
    return code.replaceAll("(?m)^ +", "");
  }

  @Test
  void listings_ofTheTutorial_allNameAnExample() throws IOException {
    String tutorial = Files.readString(ROOT.resolve("docs/tutorial.md"));
    assertThat(LISTING.matcher(tutorial).results())
        .hasSizeGreaterThan(20)
        .hasSize(tutorial.split("```java\n", -1).length - 1);
  }

  @Test
  void tests_thatConformanceNames_exist() throws IOException {
    List<String> existing = new ArrayList<>();
    for (String module : List.of("coroutine", "core")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          String type = file.getFileName().toString().replace(".java", "");
          METHOD
              .matcher(Files.readString(file))
              .results()
              .forEach(method -> existing.add(type + "." + method.group(1)));
        }
      }
    }
    String text = Files.readString(ROOT.resolve("docs/conformance.md"));
    assertThat(TEST.matcher(text).results().map(test -> test.group(1)))
        .hasSizeGreaterThan(50)
        .isSubsetOf(existing);
  }

  @Test
  void links_inEachDocument_leadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    List<Path> documents = documents();
    assertThat(documents).hasSizeGreaterThan(5);
    for (Path document : documents) {
      Path folder = document.resolveSibling(".");
      LINK.matcher(Files.readString(document))
          .results()
          .map((MatchResult link) -> link.group(1))
          .filter(target -> !Files.exists(folder.resolve(target)))
          .forEach(target -> broken.add(document + ": " + target));
    }
    assertThat(broken).isEmpty();
  }

  /** The names in the first column of a document's tables. */
  private static List<String> named(Path document) throws IOException {
    return NAMES
        .matcher(Files.readString(document))
        .results()
        .flatMap(row -> Stream.of(row.group(1).split(", ")))
        .map(name -> name.replace("`", ""))
        .toList();
  }

  private static List<String> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .filter(name -> !name.equals("package-info"))
          .sorted()
          .toList();
    }
  }

  private static List<Path> documents() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String place : List.of(".", "docs", "docs/adr", "examples", "benchmarks", "stress")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(place))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(found::add);
      }
    }
    return found;
  }
}
