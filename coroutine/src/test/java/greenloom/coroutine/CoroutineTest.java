package greenloom.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class CoroutineTest {
  private final Coroutine main = Coroutine.current();
  private final Trail trail = new Trail();

  @Test
  void of_actionWithoutValue_givesNullToItsParent() {
    List<String> ran = new ArrayList<>();
    Coroutine c = Coroutine.of(() -> ran.add("ran"));
    assertThat(c.switchTo("ignored")).isNull();
    assertThat(ran).containsExactly("ran");
    assertThat(c.dead()).isTrue();
  }

  @Test
  void of_actionThatThrows_throwsInItsParent() {
    Coroutine c = Coroutine.of(CoroutineTest::fail);
    assertThatThrownBy(c::switchTo)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("no");
  }

  private static void fail() throws Exception {
    throw new Exception("no");
  }

  // greenlet test_greenlet.py::test_switch_kwargs
  @Test
  void switchTo_bodyReturns_valueGoesToParent() {
    Coroutine c = Coroutine.of(pair -> ((int[]) pair)[0] * 10 + ((int[]) pair)[1]);
    assertThat(c.started()).isFalse();
    assertThat(c.switchTo(new int[] {4, 2})).isEqualTo(42);
    assertThat(c.dead()).isTrue();
    assertThat(c.started()).isTrue();
  }

  // greenlet test_greenlet.py::test_two_children
  @Test
  void switchTo_twoChildrenInTurn_eachGoesOnWhereItStood() {
    Coroutine.Body body =
        first -> {
          trail.add(1);
          main.switchTo();
          trail.add(1);
          return null;
        };
    Coroutine g = Coroutine.of(body);
    Coroutine h = Coroutine.of(body);
    g.switchTo();
    assertThat(trail.steps()).hasSize(1);
    h.switchTo();
    assertThat(trail.steps()).hasSize(2);
    h.switchTo();
    assertThat(trail.steps()).hasSize(3);
    assertThat(h.dead()).isTrue();
    assertThat(g.dead()).isFalse();
    g.switchTo();
    assertThat(trail.steps()).hasSize(4);
    assertThat(g.dead()).isTrue();
  }

  // greenlet test_greenlet.py::test_two_recursive_children
  @Test
  void switchTo_childMadeInChild_returnsToItsMaker() {
    Coroutine g =
        Coroutine.of(first -> {
          trail.add("a");
          Coroutine f =
              Coroutine.of(x -> {
                trail.add("b");
                return null;
              });
          assertThat(f.parent()).isSameAs(Coroutine.current());
          f.switchTo();
          trail.add("c");
          return null;
        });
    g.switchTo();
    assertThat(trail.steps()).containsExactly("a", "b", "c");
  }

  // greenlet test_greenlet.py::test_switch_kwargs_to_parent, without tuples
  @Test
  void switchTo_backAndForth_valuesArriveWhereTheyAreSent() {
    Coroutine c =
        Coroutine.of(x -> {
          assertThat(main.switchTo("x=" + x)).isNull();
          assertThat(main.switchTo(List.of(2, x))).isEqualTo("three");
          return Arrays.asList(x, (int) x * (int) x);
        });
    assertThat(c.switchTo(3)).isEqualTo("x=3");
    assertThat(c.switchTo()).isEqualTo(List.of(2, 3));
    assertThat(c.switchTo("three")).isEqualTo(List.of(3, 9));
  }

  @Test
  void switchTo_itself_returnsTheValue() {
    assertThat(main.switchTo("x")).isEqualTo("x");
    assertThat(Coroutine.of(v -> Coroutine.current().switchTo(v)).switchTo("y")).isEqualTo("y");
  }

  @Test
  void switchTo_betweenSiblings_doesNotGrow() {
    Coroutine[] two = new Coroutine[2];
    two[0] =
        Coroutine.of(x -> {
          int n = (int) x;
          while (n < 200_000) {
            n = (int) two[1].switchTo(n + 1);
          }
          return n;
        });
    two[1] =
        Coroutine.of(x -> {
          int n = (int) x;
          while (true) {
            n = (int) two[0].switchTo(n + 1);
          }
        });
    assertThat(two[0].switchTo(0)).isEqualTo(200_000);
    assertThat(two[1].kill()).isTrue();
  }

  // greenlet benchmarks/chain.py
  @Test
  void switchTo_chainOfMany_eachAddsOne() {
    Coroutine next = main;
    for (int i = 0; i < 10_000; i++) {
      Coroutine after = next;
      Coroutine c =
          Coroutine.of(x -> {
            int n = (int) main.switchTo();
            return after.switchTo(n + 1);
          });
      c.switchTo();
      next = c;
    }
    assertThat(next.switchTo(0)).isEqualTo(10_000);
  }

  // greenlet test_greenlet.py::test_dealloc_switch_args_not_lost (a dead one forwards)
  @Test
  void switchTo_dead_goesOnToTheParent() {
    Coroutine c = Coroutine.of(x -> x);
    assertThat(c.switchTo(1)).isEqualTo(1);
    assertThat(c.switchTo(25)).isEqualTo(25);

    Coroutine outer =
        Coroutine.of(x -> {
          Coroutine inner = Coroutine.of(y -> y);
          inner.switchTo();
          Object heard = main.switchTo(inner);
          return "outer heard " + heard;
        });
    Coroutine inner = (Coroutine) outer.switchTo();
    assertThat(inner.dead()).isTrue();
    assertThat(inner.switchTo("it")).isEqualTo("outer heard it");
  }

  @Test
  void current_everywhere_isWhoRuns() {
    Coroutine c = Coroutine.of(x -> Coroutine.current());
    assertThat(c.switchTo()).isSameAs(c);
    assertThat(Coroutine.current()).isSameAs(main);
    assertThat(main.parent()).isNull();
    assertThat(main.started()).isTrue();
    assertThat(main.dead()).isFalse();
  }

  @Test
  void body_throwsUnchecked_arrivesAsItIsWithBothStacks() {
    RuntimeException e = new RuntimeException("boom");
    Coroutine c = Coroutine.of(x -> failHere());
    assertThatThrownBy(c::switchTo)
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(t -> assertThat(methods(t)).contains("failHere", "switchTo"));
    assertThat(c.dead()).isTrue();
    assertThatThrownBy(() ->
            Coroutine.of(
                    x -> {
                      throw e;
                    })
                .switchTo())
        .isSameAs(e);
  }

  private static Object failHere() {
    throw new IllegalArgumentException("boom");
  }

  private static List<String> methods(Throwable t) {
    return Arrays.stream(t.getStackTrace()).map(StackTraceElement::getMethodName).toList();
  }

  @Test
  void body_throwsInAGrandchild_stackShowsAllReceivers() {
    Coroutine outer = Coroutine.of(x -> middle(Coroutine.of(y -> failHere())));
    assertThatThrownBy(outer::switchTo)
        .satisfies(t -> {
          assertThat(methods(t)).containsSubsequence("failHere", "middle");
          assertThat(methods(t)).endsWith(methods(new Throwable()).getLast());
          assertThat(methods(t)).doesNotContain("loop", "resume");
        });
  }

  private static Object middle(Coroutine c) {
    return c.switchTo();
  }

  @Test
  void body_throwsChecked_arrivesInACompletionException() {
    IOException e = new IOException("gone");
    Coroutine c =
        Coroutine.of(x -> {
          throw e;
        });
    assertThatThrownBy(c::switchTo).isInstanceOf(CompletionException.class).hasCause(e);
  }

  @Test
  void switchTo_otherThread_refusedAndUnharmed() throws Exception {
    // greenlet test_greenlet.py::test_switch_to_another_thread
    Coroutine c = Coroutine.of(x -> main.switchTo(x));
    c.switchTo("here");
    FutureTask<Void> elsewhere =
        new FutureTask<>(() -> {
          for (Runnable use :
              List.<Runnable>of(
                  c::switchTo,
                  c::throwInto,
                  c::kill,
                  c::stackTrace,
                  () -> c.parent(main),
                  main::switchTo)) {
            assertThatThrownBy(use::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot switch to another thread's coroutine");
          }
          return null;
        });
    Thread.ofVirtual().start(elsewhere).join();
    elsewhere.get();
    assertThat(c.dead()).isFalse();
    assertThat(c.switchTo("again")).isEqualTo("again");
  }

  @Test
  void switchTo_ownerHasEnded_refused() throws Exception {
    // greenlet test_greenlet.py::test_throw_to_dead_thread_doesnt_crash
    Coroutine[] left = new Coroutine[2];
    Thread t =
        Thread.ofPlatform()
            .start(() -> {
              left[0] = Coroutine.current();
              left[1] = Coroutine.of(x -> left[0].switchTo());
              left[1].switchTo();
            });
    t.join();
    assertThatThrownBy(left[1]::throwInto)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("which has ended");
    assertThat(left[0].dead()).isTrue();
    assertThat(left[1].dead()).isFalse();
  }

  /** Its initialiser needs a coroutine to be suspended, which cannot be. */
  static final class Pinned {
    static Throwable refused;
    static int more;

    static {
      Coroutine me = Coroutine.current();
      try {
        me.parent().switchTo();
      } catch (IllegalStateException e) {
        refused = e;
      }
      Coroutine child = Coroutine.of(x -> "never entered");
      try {
        child.switchTo("lost");
      } catch (IllegalStateException e) {
        more = child.dead() ? 0 : 1;
      }
    }
  }

  @Test
  void switchTo_nativeFrameInBetween_refusedAndUnharmed() {
    Coroutine c =
        Coroutine.of(x -> {
          assertThat(Pinned.refused).hasMessageContaining("native frame");
          assertThat(Pinned.more).isEqualTo(1);
          assertThat(Coroutine.current().toString()).contains("current");
          return main.switchTo("fine");
        });
    assertThat(c.switchTo()).isEqualTo("fine");
    assertThat(c.switchTo("end")).isEqualTo("end");
  }

  @Test
  void stackTrace_suspended_showsWhereItStands() {
    Coroutine c = Coroutine.of(x -> standHere());
    assertThat(c.stackTrace()).isEmpty();
    c.switchTo();
    assertThat(c.stackTrace())
        .extracting(StackTraceElement::getMethodName)
        .startsWith("switchTo", "standHere");
    c.switchTo();
    assertThat(c.stackTrace()).isEmpty();
  }

  private Object standHere() {
    return main.switchTo();
  }

  @Test
  void toString_always_tellsTheState() {
    Coroutine c = Coroutine.of(x -> main.switchTo(Coroutine.current().toString()));
    assertThat(c.toString()).contains("unstarted");
    assertThat((String) c.switchTo()).contains("current");
    assertThat(c.toString()).contains("suspended", Thread.currentThread().getName());
    c.switchTo();
    assertThat(c.toString()).contains("dead");
    assertThat(main.toString()).contains("main", "current");
  }

  @Test
  void end_afterwards_keepsNeitherBodyNorValues() {
    Object value = new Object();
    WeakReference<Object> gone = new WeakReference<>(value);
    Object captured = new Object();
    WeakReference<Object> bodyGone = new WeakReference<>(captured);
    Coroutine c = endedWith(value, captured);
    value = null;
    captured = null;
    Collecting.until(() -> gone.refersTo(null) && bodyGone.refersTo(null));
    assertThat(c.dead()).isTrue();
  }

  private static Coroutine endedWith(Object value, Object captured) {
    Coroutine c = Coroutine.of(x -> List.of(x, captured));
    c.switchTo(value);
    return c;
  }

  @Test
  void abandoned_suspended_isCollected() {
    List<WeakReference<Coroutine>> refs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Coroutine c = Coroutine.of(x -> main.switchTo());
      c.switchTo();
      refs.add(new WeakReference<>(c));
    }
    Collecting.until(() -> refs.stream().allMatch(r -> r.refersTo(null)));
  }

  // greenlet test_contextvars.py, as far as scoped values go
  @Test
  void scopedValues_interleaved_staySeparate() {
    ScopedValue<String> v = ScopedValue.newInstance();
    Coroutine a = Coroutine.of(x -> ScopedValue.where(v, "a").call(() -> pingPong(v)));
    Coroutine b = Coroutine.of(x -> ScopedValue.where(v, "b").call(() -> pingPong(v)));
    assertThat(List.of(a.switchTo(), b.switchTo(), a.switchTo(), b.switchTo()))
        .containsExactly("a", "b", "a", "b");
    assertThat(v.isBound()).isFalse();
    a.switchTo();
    b.switchTo();
    assertThat(v.isBound()).isFalse();
  }

  private Object pingPong(ScopedValue<String> v) {
    main.switchTo(v.get());
    main.switchTo(v.get());
    return v.get();
  }

  @Test
  void scopedValues_startedByASibling_areThoseOfTheSibling() {
    ScopedValue<String> v = ScopedValue.newInstance();
    Coroutine b = Coroutine.of(x -> v.get());
    Coroutine a = Coroutine.of(x -> ScopedValue.where(v, "a").call(() -> b.switchTo()));
    assertThat(a.switchTo()).isEqualTo("a");
    a.kill();
  }
}
