package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HelloGreenletsTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path SOURCE =
      Path.of("src/main/java/greenloom/examples/HelloGreenlets.java");

  @Test
  void main_twoWaits_shorterOneEndsFirst() throws Exception {
    assertThat(Output.of(HelloGreenlets::main))
        .containsExactly(
            "tea begins", "egg begins", "egg is ready", "tea is ready", "breakfast: tea and egg");
  }

  @Test
  void readme_firstProgram_isThisOne() throws IOException {
    String readme = Files.readString(README);
    assertThat(between(readme, "```java\n", "```"))
        .isEqualTo(between(Files.readString(SOURCE), "// @start region=\"program\"\n", "// @end"));
  }

  private static String between(String text, String start, String end) {
    assertThat(text).contains(start);
    int from = text.indexOf(start) + start.length();
    return text.substring(from, text.indexOf(end, from));
  }
}
