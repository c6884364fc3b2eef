package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of programs, the files and the index of examples/README.md say the same. */
class ProgramTest {
  private static final String SOURCES = "src/main/java/greenloom/examples";
  private static final String TESTS = "src/test/java/greenloom/examples";
  private static final List<String> NO_PROGRAMS =
      List.of("Kitchen", "Main", "Program", "package-info");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\[.*) \\|$");
  private static final int LINE = 100;

  @Test
  void all_areTheFilesOfThePackage() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(SOURCES))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString().replace(".java", ""))
                  .filter(name -> !NO_PROGRAMS.contains(name)))
          .containsExactlyInAnyOrderElementsOf(classes());
    }
  }

  @Test
  void all_haveATest() {
    assertThat(classes())
        .allMatch(name ->
            Stream.of("Test", "IT")
                .anyMatch(kind -> Files.exists(Path.of(TESTS, name + kind + ".java"))));
  }

  @Test
  void index_hasThemAllInTheSameOrderAndWords() throws IOException {
    assertThat(
            ROW.matcher(Files.readString(Path.of("README.md"))).results().map(row -> row.group(1)))
        .containsExactlyElementsOf(Program.ALL.stream().map(ProgramTest::row).toList());
  }

  @Test
  void names_areDistinctAndFitTheLine() throws Exception {
    assertThat(Program.ALL.stream().map(Program::name))
        .doesNotHaveDuplicates()
        .contains("hello-greenlets", "buns", "join-one-by-one");
    assertThat(Output.of(() -> Main.run(List.of())))
        .hasSameSizeAs(Program.ALL)
        .allMatch(line -> line.length() <= LINE);
  }

  @Test
  void arguments_areSaidWhereThereAreSome() {
    assertThat(Program.ALL)
        .allMatch(program -> program.takesArguments() == !program.takes().isEmpty());
  }

  private static List<String> classes() {
    return Program.ALL.stream().map(program -> program.type().getSimpleName()).toList();
  }

  private static String row(Program program) {
    String file = SOURCES + "/" + program.type().getSimpleName() + ".java";
    return "[" + program.name() + "](" + file + ") | " + program.shows();
  }
}
