package greenloom.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.coroutine.Coroutine.Event;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoroutineTraceTest {
  private final Coroutine main = Coroutine.current();
  private final Trail trail = new Trail();

  @AfterEach
  void stop() {
    Coroutine.trace(null);
  }

  // greenlet test_tracing.py::test_a_greenlet_tracing
  @Test
  void trace_returnAndError_allFourSwitchesAreTold() {
    Coroutine g1 = Coroutine.of(x -> "done");
    Coroutine g2 =
        Coroutine.of(x -> {
          throw new IllegalStateException("failed");
        });
    assertThat(Coroutine.trace((event, from, to) -> trail.add(List.of(event, from, to)))).isNull();
    g1.switchTo();
    assertThatThrownBy(g2::switchTo).hasMessage("failed");
    Coroutine.trace(null);
    assertThat(trail.steps())
        .containsExactly(
            List.of(Event.SWITCH, main, g1),
            List.of(Event.SWITCH, g1, main),
            List.of(Event.SWITCH, main, g2),
            List.of(Event.THROW, g2, main));
  }

  @Test
  void trace_always_returnsTheOneBefore() {
    Coroutine.Tracer one = (event, from, to) -> {};
    assertThat(Coroutine.trace(one)).isNull();
    assertThat(Coroutine.trace(null)).isSameAs(one);
    assertThat(Coroutine.trace(null)).isNull();
  }

  // greenlet test_tracing.py::test_exception_disables_tracing
  @Test
  void trace_tracerThrows_removedAndErrorSurfacesAtTheSwitch() {
    Coroutine c =
        Coroutine.of(x -> {
          try {
            return main.switchTo("first");
          } catch (IllegalStateException e) {
            return "caught " + e.getMessage();
          }
        });
    c.switchTo();
    Coroutine.trace((event, from, to) -> {
      throw new IllegalStateException("bad tracer");
    });
    assertThat(c.switchTo()).isEqualTo("caught bad tracer");
    assertThat(Coroutine.trace(null)).isNull();
  }

  @Test
  void trace_tracerThrowsAtStart_bodyNeverEntered() {
    Coroutine c = Coroutine.of(x -> trail);
    Coroutine.trace((event, from, to) -> {
      throw new IllegalStateException("bad tracer");
    });
    assertThatThrownBy(c::switchTo).hasMessage("bad tracer");
    assertThat(c.dead()).isTrue();
    assertThat(Coroutine.trace(null)).isNull();
  }

  @Test
  void trace_tracerThrowsOverAnError_theErrorIsKept() {
    Coroutine c =
        Coroutine.of(x -> {
          Coroutine.trace((event, from, to) -> {
            throw new IllegalStateException("bad tracer");
          });
          throw new RuntimeException("first");
        });
    assertThatThrownBy(c::switchTo)
        .hasMessage("bad tracer")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("first"));
  }

  // greenlet fail_switch_two_greenlets.py
  @Test
  void trace_tracerSwitches_noValueIsLost() {
    Coroutine[] g = new Coroutine[2];
    boolean[] once = {false};
    g[0] =
        Coroutine.of(x -> {
          trail.add("g1 in " + x);
          Object heard = main.switchTo("from g1");
          trail.add("g1 heard " + heard);
          return "g1 fell off";
        });
    g[1] =
        Coroutine.of(x -> {
          trail.add("g2 in " + x);
          Object heard = g[0].switchTo("from g2");
          trail.add("g2 heard " + heard);
          return "g2 fell off";
        });
    Coroutine.trace((event, from, to) -> {
      if (to == main && !once[0]) {
        once[0] = true;
        trail.add("tracer heard " + g[1].switchTo("from tracer"));
      }
    });
    assertThat(g[0].switchTo("start")).isEqualTo("from g1");
    Coroutine.trace(null);
    assertThat(g[1].switchTo("end")).isEqualTo("g2 fell off");
    assertThat(trail.steps())
        .containsExactly(
            "g1 in start",
            "g2 in from tracer",
            "g1 heard from g2",
            "tracer heard g1 fell off",
            "g2 heard end");
    assertThat(g[0].dead() && g[1].dead()).isTrue();
  }

  @Test
  void trace_otherThread_isNotTold() throws Exception {
    Coroutine.trace((event, from, to) -> trail.add(event));
    Thread.ofVirtual().start(() -> Coroutine.of(x -> x).switchTo()).join();
    assertThat(trail.steps()).isEmpty();
  }

  @Test
  void trace_target_isNeverSeenDead() {
    // gevent TestDeadPropertyDuringSwitch
    Coroutine.trace((event, from, to) -> trail.add(to.dead()));
    Coroutine.of(x -> Coroutine.of(y -> y).switchTo()).switchTo();
    assertThat(trail.steps()).containsOnly(false);
  }
}
