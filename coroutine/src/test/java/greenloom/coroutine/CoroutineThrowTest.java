package greenloom.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CoroutineThrowTest {
  private final Coroutine main = Coroutine.current();
  private final Trail trail = new Trail();

  // greenlet test_greenlet.py::test_throw_no_run_raises_AttributeError, refused even earlier
  @Test
  void of_noBody_refused() {
    assertThatThrownBy(() -> Coroutine.of((Coroutine.Body) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("a coroutine needs a body");
    assertThatThrownBy(() -> Coroutine.of((Coroutine.Action) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("a coroutine needs a body");
  }

  // greenlet test_throw.py::test_class, test_val
  @Test
  void throwInto_bodyCatches_goesOn() {
    Coroutine c =
        Coroutine.of(x -> {
          try {
            main.switchTo("ready");
          } catch (RuntimeException e) {
            return "caught " + e.getMessage();
          }
          return "not caught";
        });
    assertThat(c.switchTo()).isEqualTo("ready");
    assertThat(c.throwInto(new RuntimeException("ciao"))).isEqualTo("caught ciao");
    assertThat(c.dead()).isTrue();
  }

  @Test
  void throwInto_checked_arrivesInACompletionException() {
    IOException e = new IOException("gone");
    Coroutine c =
        Coroutine.of(x -> {
          try {
            return main.switchTo();
          } catch (CompletionException wrapped) {
            return wrapped.getCause();
          }
        });
    c.switchTo();
    assertThat(c.throwInto(e)).isSameAs(e);
  }

  // greenlet test_throw.py::test_kill
  @Test
  void throwInto_exitSignalTwice_isReturnedBothTimes() {
    Coroutine c =
        Coroutine.of(x -> {
          try {
            return main.switchTo();
          } finally {
            trail.add("finally");
          }
        });
    c.switchTo();
    assertThat(c.throwInto()).isInstanceOf(CoroutineExit.class);
    assertThat(c.dead()).isTrue();
    assertThat(c.throwInto()).isInstanceOf(CoroutineExit.class);
    assertThat(trail.steps()).containsExactly("finally");
  }

  @Test
  void throwInto_unstarted_bodyNeverEnteredAndErrorGoesToTheParent() {
    RuntimeException e = new RuntimeException("no");
    Coroutine c = Coroutine.of(x -> trail);
    assertThatThrownBy(() -> c.throwInto(e)).isSameAs(e);
    assertThat(c.dead()).isTrue();
    assertThat(c.started()).isFalse();

    Coroutine d = Coroutine.of(x -> trail);
    assertThat(d.throwInto()).isInstanceOf(CoroutineExit.class);
    assertThat(d.dead()).isTrue();
  }

  // greenlet test_throw.py::test_throw_goes_to_original_parent, test_non_traceback_param
  @Test
  void throwInto_unstartedBelowStarted_parentGetsIt() {
    RuntimeException e = new RuntimeException("no");
    Coroutine[] child = new Coroutine[1];
    Coroutine parent =
        Coroutine.of(x -> {
          child[0] = Coroutine.of(y -> "never");
          try {
            return main.switchTo();
          } catch (RuntimeException caught) {
            return caught;
          }
        });
    parent.switchTo();
    assertThat(child[0].throwInto(e)).isSameAs(e);
    assertThat(parent.dead()).isTrue();
  }

  // greenlet test_throw.py::test_throw_goes_to_original_parent2
  @Test
  void throwInto_unstartedBelowUnstarted_bothEnd() {
    Coroutine parent = Coroutine.of(x -> "never");
    Coroutine child = Coroutine.of(x -> "never");
    child.parent(parent);
    assertThatThrownBy(() -> child.throwInto(new RuntimeException("no"))).hasMessage("no");
    assertThat(parent.dead()).isTrue();
    assertThat(child.dead()).isTrue();
    assertThat(parent.started()).isFalse();
  }

  @Test
  void throwInto_dead_raisedInTheNearestLiveAncestor() {
    Coroutine c = Coroutine.of(x -> x);
    c.switchTo();
    assertThatThrownBy(() -> c.throwInto(new IllegalArgumentException("late")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void throwInto_itself_throws() {
    RuntimeException e = new RuntimeException("me");
    assertThatThrownBy(() -> main.throwInto(e)).isSameAs(e);
  }

  @Test
  void throwInto_suspended_traceHasThrowerAndReceiver() {
    Coroutine c = Coroutine.of(x -> receive());
    c.switchTo();
    assertThatThrownBy(() -> c.throwInto(made()))
        .satisfies(t ->
            assertThat(t.getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .containsSubsequence("made", "receive"));
  }

  private Object receive() {
    return main.switchTo();
  }

  private static RuntimeException made() {
    return new RuntimeException("made");
  }

  @Test
  void kill_suspended_comesBackToTheKiller() {
    Coroutine c =
        Coroutine.of(x -> {
          try {
            return main.switchTo();
          } finally {
            trail.add("finally");
          }
        });
    c.switchTo();
    Coroutine killer =
        Coroutine.of(x -> {
          trail.add(c.kill());
          trail.add("still here");
          return "killed";
        });
    assertThat(killer.switchTo()).isEqualTo("killed");
    assertThat(trail.steps()).containsExactly("finally", true, "still here");
    assertThat(c.parent()).isSameAs(main);
    assertThat(c.kill()).isTrue();
  }

  @Test
  void kill_survivor_tells() {
    Coroutine c =
        Coroutine.of(x -> {
          try {
            return main.switchTo();
          } catch (CoroutineExit e) {
            return main.switchTo("no");
          }
        });
    c.switchTo();
    assertThat(c.kill()).isFalse();
    assertThat(c.kill()).isTrue();
  }

  @Test
  void kill_unstarted_neverEntered() {
    Coroutine c = Coroutine.of(x -> trail);
    assertThat(c.kill()).isTrue();
    assertThat(c.started()).isFalse();
    assertThat(c.switchTo("through")).isEqualTo("through");
  }

  @Test
  void kill_itself_throwsTheSignal() {
    assertThat(Coroutine.of(x -> Coroutine.current().kill()).switchTo())
        .isInstanceOf(CoroutineExit.class);
    assertThatThrownBy(main::kill).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void kill_ancestor_childGoesOn() {
    Coroutine parent =
        Coroutine.of(x -> {
          Coroutine child =
              Coroutine.of(y -> {
                trail.add(Coroutine.current().parent().kill());
                return "child";
              });
          return child.switchTo();
        });
    assertThat(parent.switchTo()).isEqualTo("child");
    assertThat(trail.steps()).containsExactly(true);
  }
}
