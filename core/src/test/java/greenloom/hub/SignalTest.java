package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignalTest {
  private final Throwable one = new GreenletExit("one");
  private final Throwable two = new IllegalStateException("two");
  private final Throwable three = new GreenletExit("three");
  private final Signal[] list =
      Signal.with(
          Signal.with(Signal.with(null, new Signal(null, one, 0)), new Signal(null, two, 1)),
          new Signal(null, three, 2));

  @Test
  void first_withoutShields_theOldest() {
    assertThat(Signal.first(list, 0).thrown).isSameAs(one);
  }

  @Test
  void first_insideShields_onlyThoseFromInside() {
    assertThat(Signal.first(list, 1).thrown).isSameAs(two);
    assertThat(Signal.first(list, 2).thrown).isSameAs(three);
    assertThat(Signal.first(list, 3)).isNull();
  }

  @Test
  void of_byIdentity() {
    assertThat(Signal.of(list, two).thrown).isSameAs(two);
    assertThat(Signal.of(list, new GreenletExit("one"))).isNull();
    assertThat(Signal.of(null, one)).isNull();
  }

  @Test
  void without_keepsTheOthersInOrder() {
    Signal[] left = Signal.without(list, two);
    assertThat(left).extracting(s -> s.thrown).containsExactly(one, three);
    assertThat(Signal.without(Signal.without(left, one), three)).isNull();
  }

  @Test
  void without_unknown_allStay() {
    assertThat(Signal.without(list, new Error())).containsExactly(list);
  }

  @Test
  void with_keepsTheSignalItself() {
    assertThat(Signal.with(list, new Signal(null, one, 0))).startsWith(list);
  }

  @Test
  void kill_oneAmongThem() {
    assertThat(Signal.kill(list)).isTrue();
    assertThat(Signal.kill(Signal.with(null, new Signal(null, two, 0)))).isFalse();
    assertThat(Signal.kill(null)).isFalse();
  }
}
