package greenloom.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Coroutines in generators and generators in coroutines. */
class MixedTest {
  private final Coroutine main = Coroutine.current();

  @Test
  void generator_insideACoroutine_bodySwitchesTheCoroutine() {
    Coroutine c =
        Coroutine.of(x -> {
          Generator<Object> g =
              Generator.of(out -> {
                out.yield(away("from the body"));
                out.yield("second");
              });
          List<Object> got = new ArrayList<>();
          g.forEachRemaining(got::add);
          return got;
        });
    assertThat(c.switchTo()).isEqualTo("from the body");
    assertThat(c.stackTrace())
        .extracting(StackTraceElement::getMethodName)
        .startsWith("switchTo", "away")
        .contains("forEachRemaining");
    assertThat(c.switchTo("answer")).isEqualTo(List.of("answer", "second"));
  }

  private Object away(Object value) {
    return main.switchTo(value);
  }

  @Test
  void generator_ofTheMainCoroutine_bodyDrivesCoroutines() {
    Coroutine c =
        Coroutine.of(x -> {
          int n = 0;
          while (true) {
            main.switchTo(++n);
          }
        });
    Generator<Object> g =
        Generator.of(out -> {
          for (int i = 0; i < 3; i++) {
            out.yield(c.switchTo());
          }
        });
    assertThat(g.next()).isEqualTo(1);
    assertThat(c.switchTo()).isEqualTo(2);
    assertThat(g.next()).isEqualTo(3);
    assertThat(g.next()).isEqualTo(4);
    assertThat(g.hasNext()).isFalse();
    c.kill();
  }

  @Test
  void generator_sharedByTwoCoroutines_eachTakesItsTurn() {
    Generator<Integer> g =
        Generator.of(out -> {
          for (int i = 0; ; i++) {
            out.yield(i);
          }
        });
    Coroutine a = Coroutine.of(x -> main.switchTo(g.next()));
    Coroutine b = Coroutine.of(x -> main.switchTo(g.next()));
    assertThat(List.of(a.switchTo(), b.switchTo(), g.next())).containsExactly(0, 1, 2);
    g.close();
    a.kill();
    b.kill();
  }

  @Test
  void yield_fromACoroutineTheBodySwitchedTo_refused() {
    Generator<String> g =
        Generator.of(out -> {
          Coroutine c =
              Coroutine.of(x -> {
                out.yield("not from here");
                return null;
              });
          assertThatThrownBy(c::switchTo)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("coroutine that its body started");
          assertThat(Coroutine.current()).isSameAs(main);
          out.yield("from here");
        });
    assertThat(g.next()).isEqualTo("from here");
    assertThat(g.hasNext()).isFalse();
  }

  @Test
  void next_ofAGeneratorWhoseCoroutineIsSuspended_refused() {
    Generator<Object> g = Generator.of(out -> out.yield(main.switchTo("away")));
    Coroutine c = Coroutine.of(x -> g.next());
    assertThat(c.switchTo()).isEqualTo("away");
    assertThatThrownBy(g::next).hasMessageContaining("running already");
    assertThat(c.switchTo("back")).isEqualTo("back");
    g.close();
  }

  @Test
  void kill_whileAGeneratorBodySwitchedAway_unwindsBoth() {
    Trail trail = new Trail();
    Coroutine c =
        Coroutine.of(x -> {
          Generator<Object> g =
              Generator.of(out -> {
                try {
                  out.yield(main.switchTo());
                } finally {
                  trail.add("generator");
                }
              });
          try {
            return g.next();
          } finally {
            trail.add("coroutine");
          }
        });
    c.switchTo();
    assertThat(c.kill()).isTrue();
    assertThat(trail.steps()).containsExactly("generator", "coroutine");
  }

  @Test
  void switchTo_ancestorFromInsideTwoGenerators_unwindsAll() {
    Coroutine c =
        Coroutine.of(x -> {
          Generator<Object> outer =
              Generator.of(out -> {
                Generator<Object> inner = Generator.of(in -> in.yield(main.switchTo("deep")));
                out.yieldAll(inner);
              });
          return outer.next();
        });
    assertThat(c.switchTo()).isEqualTo("deep");
    assertThat(c.switchTo("up")).isEqualTo("up");
  }
}
