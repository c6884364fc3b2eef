package greenloom.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.app.transfer.TransferProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String shown() {
    String text = bytes.toString(StandardCharsets.UTF_8);
    bytes.reset();
    return text;
  }

  private static Progress at(int done, int planned, long seconds) {
    return new TransferProgress(done, planned, 0, 2, 1000L * done, Duration.ofSeconds(seconds));
  }

  @Test
  void bar_drawsOverItself() {
    ProgressView bar = new BarView(out, Style.PLAIN, 80);
    bar.show(at(5, 10, 1));

    assertThat(shown())
        .isEqualTo(
            "\r\u001b[K[===============>              ] 5/10  5.0 kB  5.0 kB/s  2 open  0:01");
  }

  @Test
  void bar_unchanged_isNotDrawnAgain() {
    ProgressView bar = new BarView(out, Style.PLAIN, 80);
    bar.show(at(5, 10, 1));
    shown();
    bar.show(at(5, 10, 1));

    assertThat(shown()).isEmpty();
  }

  @Test
  void bar_line_standsAboveIt() {
    ProgressView bar = new BarView(out, Style.PLAIN, 80);
    bar.show(at(10, 10, 1));
    String drawn = shown();
    bar.line("something failed");

    assertThat(shown())
        .isEqualTo("\r\u001b[Ksomething failed" + System.lineSeparator() + drawn.substring(4));
  }

  @Test
  void bar_closed_isGone() {
    ProgressView bar = new BarView(out, Style.PLAIN, 80);
    bar.show(at(10, 10, 1));
    shown();
    bar.close();
    bar.line("done");

    assertThat(shown()).isEqualTo("\r\u001b[Kdone" + System.lineSeparator());
  }

  @Test
  void bar_neverWiderThanTheTerminal() {
    for (int columns : new int[] {10, 30, 45, 60, 80, 200}) {
      ProgressView bar = new BarView(out, Style.PLAIN, columns);
      bar.begin("one at a time");
      bar.show(new TransferProgress(123456, 1234567, 99, 64, 9_999_999_999L, Duration.ofHours(3)));

      assertThat(shown().substring("\r\u001b[K".length())).hasSizeLessThan(columns);
    }
  }

  @Test
  void bar_nothingPlannedYet_isEmpty() {
    ProgressView bar = new BarView(out, Style.PLAIN, 80);
    bar.show(at(0, 0, 0));

    assertThat(shown()).contains("[>").contains("0/0");
  }

  @Test
  void plain_aLineEveryFiveSeconds() {
    ProgressView plain = new PlainView(out);
    plain.begin("concurrently");
    for (int second = 0; second <= 11; second++) {
      plain.show(at(second, 20, second));
    }

    assertThat(shown().lines())
        .containsExactly(
            "concurrently ...",
            "concurrently: 5 of 20, 5.0 kB, 2 open after 5 s",
            "concurrently: 10 of 20, 10.0 kB, 2 open after 10 s");
  }

  @Test
  void quiet_onlyLines() {
    ProgressView quiet = new QuietView(out);
    quiet.begin("x");
    quiet.show(at(1, 2, 60));
    quiet.line("failed");
    quiet.close();

    assertThat(shown().lines()).containsExactly("failed");
  }
}
