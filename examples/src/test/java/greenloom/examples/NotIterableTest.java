package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotIterableTest {
  private static final Path SOURCE = Path.of("src/main/java/greenloom/examples/NotIterable.java");

  @TempDir private Path classes;

  @Test
  void main_fourThings_onlyTheListIsIterable() throws Exception {
    assertThat(Output.of(NotIterable::main))
        .containsExactly(
            "11",
            "22",
            "33",
            "h",
            "h",
            "h",
            "list: true",
            "string: false",
            "number: false",
            "menu: false",
            "menu is not iterable");
  }

  @Test
  void compiler_givenTheLoopsInComments_refusesThemAsTheCommentSays() throws Exception {
    String source = Files.readString(SOURCE);
    assertThat(errors(source)).doesNotContain("error:");
    assertThat(source).contains("refuses these two: for-each not applicable to expression type");
    String uncommented = source.replace("// for (", "for (");
    assertThat(errors(uncommented))
        .containsOnlyOnce(": error: for-each not applicable to expression type\n    for (int ")
        .containsOnlyOnce(": error: for-each not applicable to expression type\n    for (String ")
        .endsWith("2 errors\n");
  }

  private String errors(String source) {
    var file =
        new SimpleJavaFileObject(
            URI.create("string:///greenloom/examples/NotIterable.java"),
            SimpleJavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    var said = new StringWriter();
    List<String> options = List.of("-proc:none", "-d", classes.toString());
    ToolProvider.getSystemJavaCompiler()
        .getTask(said, null, null, options, null, List.of(file))
        .call();
    return said.toString().replace(System.lineSeparator(), "\n");
  }
}
