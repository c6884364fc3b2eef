package greenloom.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.TimeoutExpired;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlobTest {
  private static final Accepted ALL = new Accepted("");

  private record Point(int x, int y) implements Serializable {}

  static Stream<Object> values() {
    return Stream.of(
        true,
        false,
        0,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Math.PI,
        "",
        "text",
        "grün \u4e2d",
        "\ud83d\ude00",
        "half \ud83d of a pair",
        List.of(1, "two", 3.0),
        Map.of("a", List.of()),
        new Point(1, 2),
        new ArrayList<>(Arrays.asList(1, null)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void value_ofAnyKind_comesBack(Object value) {
    assertThat(Blob.of(value).value(ALL)).isEqualTo(value);
    assertThat(Blob.of(value)).isEqualTo(Blob.of(value)).hasSameHashCodeAs(Blob.of(value));
  }

  @Test
  void value_null_comesBack() {
    assertThat(Blob.of(null).value(ALL)).isNull();
  }

  @Test
  void value_ofBytes_isACopyBothWays() {
    byte[] bytes = {1, 2, 3};
    Blob blob = Blob.of(bytes);
    bytes[0] = 9;
    byte[] first = (byte[]) blob.value(ALL);
    first[1] = 9;
    assertThat((byte[]) blob.value(ALL)).containsExactly(1, 2, 3);
  }

  @Test
  void of_whatIsNotSerialisable_namesTheClass() {
    assertThatThrownBy(() -> Blob.of(List.of(new Object())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "it cannot go to another process: java.lang.Object is not serialisable;"
                + " let it implement java.io.Serializable");
  }

  @Test
  void value_ofAClassThatIsNotAccepted_isRefusedAndNamed() {
    Blob blob = Blob.of(new TimeoutExpired(Duration.ZERO));
    assertThatThrownBy(() -> blob.value(new Accepted("org.example.*")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("REJECTED")
        .hasMessageContaining("WorkerSetup.accept");
  }

  @Test
  void accepted_classesOfThePatterns_areTaken() {
    Blob blob = Blob.of(new TimeoutExpired(Duration.ZERO));
    assertThat(blob.value(new Accepted("greenloom.hub.*"))).isInstanceOf(RuntimeException.class);
  }

  @Test
  void accepted_withoutPatterns_refusesOtherModulesOfTheJdk() {
    Blob blob = Blob.of(Level.INFO);
    assertThatThrownBy(() -> blob.value(ALL)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void value_ofRubbish_isRefused() {
    for (int form = 8; form < 40; form++) {
      Blob rubbish = new Blob(new byte[] {(byte) form, 1, 2, 3}, 0, 4);
      assertThatThrownBy(() -> rubbish.value(ALL)).isInstanceOf(UncheckedIOException.class);
    }
  }
}
