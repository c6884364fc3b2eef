package greenloom.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoroutineParentTest {
  private final Coroutine main = Coroutine.current();

  private static Coroutine idle() {
    return Coroutine.of(x -> x);
  }

  // greenlet test_greenlet.py::TestGreenletSetParentErrors
  @Test
  void parent_cycle_refused() {
    Coroutine a = idle();
    Coroutine b = idle();
    Coroutine c = idle();
    b.parent(a);
    c.parent(b);
    for (Coroutine p : List.of(a, b, c)) {
      assertThatThrownBy(() -> a.parent(p))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cyclic parent chain");
    }
    assertThat(a.parent()).isSameAs(main);
  }

  @Test
  void parent_null_refused() {
    assertThatThrownBy(() -> idle().parent(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void parent_ofMain_refused() {
    Coroutine c = idle();
    assertThatThrownBy(() -> main.parent(c)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void parent_otherThread_refused() throws Exception {
    Coroutine[] theirs = new Coroutine[1];
    Thread.ofPlatform().start(() -> theirs[0] = Coroutine.current()).join();
    Coroutine c = idle();
    assertThatThrownBy(() -> c.parent(theirs[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another thread");
    assertThat(c.switchTo("fine")).isEqualTo("fine");
  }

  // greenlet docs, "Switching": (42, 24)
  @Test
  void end_parentUnstarted_isStartedWithTheValue() {
    Coroutine parent = Coroutine.of(x -> "parent got " + x);
    Coroutine child = Coroutine.of(x -> 24);
    child.parent(parent);
    assertThat(child.switchTo()).isEqualTo("parent got 24");
    assertThat(parent.dead()).isTrue();
  }

  // greenlet test_greenlet.py::test_parent_return_failure, with an error instead of no body
  @Test
  void end_parentFails_errorAtTheNextLiveAncestor() {
    Coroutine parent =
        Coroutine.of(x -> {
          throw new IllegalStateException("cannot take " + x);
        });
    Coroutine child = Coroutine.of(x -> "it");
    child.parent(parent);
    assertThatThrownBy(child::switchTo).hasMessage("cannot take it");
    assertThat(child.dead()).isTrue();
    assertThat(parent.dead()).isTrue();
  }

  // greenlet test_greenlet.py::test_parent_restored_on_kill, re-parenting a dead one
  @Test
  void parent_ofADeadOne_unstartedIsStarted() {
    Coroutine c = idle();
    c.switchTo();
    c.parent(Coroutine.of(x -> "started with " + x));
    assertThat(c.switchTo("v")).isEqualTo("started with v");
  }

  @Test
  void end_changedParent_goesThere() {
    Coroutine catcher =
        Coroutine.of(x -> {
          Object heard = main.switchTo("waiting");
          return "caught " + heard;
        });
    catcher.switchTo();
    Coroutine child = Coroutine.of(x -> "fish");
    child.parent(catcher);
    assertThat(child.switchTo()).isEqualTo("caught fish");
  }

  @Test
  void end_deadParents_areSkippedByValuesAndErrors() {
    Coroutine dead = idle();
    dead.switchTo();
    Coroutine child = Coroutine.of(x -> "value");
    child.parent(dead);
    assertThat(child.switchTo()).isEqualTo("value");
    Coroutine failing =
        Coroutine.of(x -> {
          throw new IllegalStateException("error");
        });
    failing.parent(dead);
    assertThatThrownBy(failing::switchTo).hasMessage("error");
  }

  @Test
  void end_exitSignalThrownByBody_becomesTheResult() {
    CoroutineExit exit = new CoroutineExit();
    Coroutine c =
        Coroutine.of(x -> {
          throw exit;
        });
    assertThat(c.switchTo()).isSameAs(exit);
  }
}
