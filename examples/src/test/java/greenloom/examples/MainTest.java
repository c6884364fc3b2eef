package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private record Run(int code, List<String> out, String err) {
    static Run of(String... args) throws Exception {
      PrintStream before = System.err;
      var err = new ByteArrayOutputStream();
      System.setErr(new PrintStream(err, true));
      try {
        int[] code = new int[1];
        List<String> out = Output.of(() -> code[0] = Main.run(List.of(args)));
        return new Run(code[0], out, err.toString());
      } finally {
        System.setErr(before);
      }
    }
  }

  @Test
  void noName_listsThePrograms() throws Exception {
    Run run = Run.of();
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("ping-pong            two coroutines switch to each other: 12 56 34 78");
  }

  @Test
  void name_runsThatProgram() throws Exception {
    assertThat(Run.of("fibonacci-send")).isEqualTo(new Run(0, Output.of(FibonacciSend::main), ""));
  }

  @Test
  void name_ofOneWithAnInstanceMain_runsThatProgram() throws Exception {
    assertThat(Run.of("ping-pong")).isEqualTo(new Run(0, List.of("12", "56", "34", "78"), ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "bunz|there is no example \"bunz\"; did you mean buns? ",
        "HelloGreenlets|there is no example \"HelloGreenlets\"; did you mean hello-greenlets? ",
        "sleeps|there is no example \"sleeps\"; did you mean two-sleeps or timed-sleeps? ",
        "quux|there is no example \"quux\"; ",
        "--list|there is no example \"--list\"; ",
        "``|there is no example \"\"; ",
      })
  void name_ofNone_isMisuseAndNamesWhatIsNear(String name, String line) throws Exception {
    assertThat(Run.of(name))
        .isEqualTo(
            new Run(
                2,
                List.of(),
                "greenloom: "
                    + line
                    + "\"greenloom example\" lists them"
                    + System.lineSeparator()));
  }

  @Test
  void arguments_whereNoneAreTaken_areMisuse() throws Exception {
    Run run = Run.of("buns", "7");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("greenloom: buns takes no arguments");
  }

  @Test
  void arguments_goToTheProgram_andItsFailureIsOneLine() throws Exception {
    Run run = Run.of("fetcher", "nowhere");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).containsExactly("GET nowhere");
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .isEqualTo(
            "greenloom: fetcher failed: java.lang.IllegalArgumentException: URI is not absolute");
  }

  @Test
  void failure_inAnotherGreenlet_isNotWrapped() throws Exception {
    Run run = Run.of("pictures", "file:/nowhere/at/all");
    assertThat(run.err()).startsWith("greenloom: pictures failed: java.io.FileNotFoundException: ");
    assertThat(run.out()).singleElement().asString().startsWith("into ");
    Files.delete(Path.of(run.out().getFirst().substring("into ".length())));
  }

  @ParameterizedTest
  @CsvSource({
    "--help,  Usage: greenloom example [NAME [ARGUMENT...]]",
    "-h,      Usage: greenloom example [NAME [ARGUMENT...]]",
  })
  void help_saysHowToCallIt(String option, String line) throws Exception {
    Run run = Run.of(option);
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith(line);
  }

  @Test
  void help_forOneProgram_saysWhatItShows() throws Exception {
    assertThat(Run.of("fetcher", "--help").out())
        .startsWith("Usage: greenloom example fetcher [URL...]");
    assertThat(Run.of("buns", "--help").out())
        .startsWith(
            "Usage: greenloom example buns",
            "Shows a producer sends numbered buns to two consumers.");
  }
}
