package greenloom.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "1234567, 1.2 MB",
    "999949, 999.9 kB",
    "999951, 1.0 MB",
    "5000000000000000, 5000.0 TB"
  })
  void bytes_withUnit(long n, String text) {
    assertThat(Quantities.bytes(n)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"500, 500ms", "1000, 1s", "90000, 1m30s", "1500, 1s500ms", "3600000, 1h"})
  void duration_asTheOptionsTakeIt(long millis, String text) {
    assertThat(Quantities.duration(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void count_knowsThePlural() {
    assertThat(Quantities.count(1, "file")).isEqualTo("1 file");
    assertThat(Quantities.count(1200, "file")).isEqualTo("1,200 files");
  }

  @Test
  void colour_followsStreamAndEnvironment() {
    assertThat(ColourChoice.AUTO.style(true, Map.of())).isEqualTo(Style.COLOUR);
    assertThat(ColourChoice.AUTO.style(false, Map.of())).isEqualTo(Style.PLAIN);
    assertThat(ColourChoice.AUTO.style(true, Map.of("NO_COLOR", "1"))).isEqualTo(Style.PLAIN);
    assertThat(ColourChoice.AUTO.style(true, Map.of("NO_COLOR", ""))).isEqualTo(Style.COLOUR);
    assertThat(ColourChoice.AUTO.style(true, Map.of("TERM", "dumb"))).isEqualTo(Style.PLAIN);
    assertThat(ColourChoice.AUTO.style(false, Map.of("FORCE_COLOR", "1"))).isEqualTo(Style.COLOUR);
    assertThat(ColourChoice.AUTO.style(false, Map.of("CLICOLOR_FORCE", "1")))
        .isEqualTo(Style.COLOUR);
    assertThat(ColourChoice.NEVER.style(true, Map.of("FORCE_COLOR", "1"))).isEqualTo(Style.PLAIN);
    assertThat(ColourChoice.ALWAYS.style(false, Map.of("NO_COLOR", "1"))).isEqualTo(Style.COLOUR);
  }

  @Test
  void terminal_isKnownByItsDevice() {
    assertThat(Terminal.isTerminalDevice("/dev/pts/3")).isTrue();
    assertThat(Terminal.isTerminalDevice("/dev/tty1")).isTrue();
    assertThat(Terminal.isTerminalDevice("/dev/null")).isFalse();
    assertThat(Terminal.isTerminalDevice("pipe:[12345]")).isFalse();
    assertThat(Terminal.isTerminalDevice("/tmp/log")).isFalse();
  }

  @Test
  void table_alignsValuesToTheRight() {
    Table table = new Table().row("pages", "60").row("speed-up", "21.9 x", "more is better");

    assertThat(table.lines())
        .containsExactly("  pages         60", "  speed-up  21.9 x  more is better");
  }
}
