package greenloom.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What comes into a generator from outside: errors, and the end. */
class GeneratorThrowTest {
  private final Trail trail = new Trail();

  @Test
  void throwInto_bodyCatches_yieldsOn() {
    Generator<String> g =
        Generator.of(out -> {
          try {
            out.yield("a");
          } catch (IllegalStateException e) {
            out.yield("caught " + e.getMessage());
          }
        });
    g.next();
    assertThat(g.throwInto(new IllegalStateException("x"))).isEqualTo("caught x");
    assertThatThrownBy(() -> g.throwInto(new IllegalStateException("y"))).hasMessage("y");
    assertThatThrownBy(() -> g.throwInto(new IllegalStateException("z"))).hasMessage("z");
    assertThat(g.hasNext()).isFalse();
  }

  @Test
  void throwInto_bodyCatchesAndEnds_noSuchElement() {
    Generator<String> g =
        Generator.of(out -> {
          try {
            out.yield("a");
          } catch (IllegalStateException e) {
            trail.add("caught");
          }
        });
    g.next();
    assertThatThrownBy(() -> g.throwInto(new IllegalStateException("x")))
        .isInstanceOf(NoSuchElementException.class);
    assertThat(trail.steps()).containsExactly("caught");
  }

  @Test
  void throwInto_unstarted_bodyNeverEntered() {
    Generator<String> g = Generator.of(out -> trail.add("entered"));
    assertThatThrownBy(() -> g.throwInto(new IOException("no")))
        .isInstanceOf(CompletionException.class);
    assertThat(g.hasNext()).isFalse();
    assertThat(trail.steps()).isEmpty();
  }

  @Test
  void throwInto_afterHasNext_dropsTheFetchedElement() {
    Generator<Integer> g =
        Generator.of(out -> {
          out.yield(1);
          try {
            out.yield(2);
          } catch (IllegalStateException e) {
            out.yield(20);
          }
        });
    g.next();
    assertThat(g.hasNext()).isTrue();
    assertThat(g.throwInto(new IllegalStateException())).isEqualTo(20);
  }

  @Test
  void close_suspended_runsFinally() {
    Generator<Integer> g =
        Generator.of(out -> {
          try {
            out.yield(1);
          } finally {
            trail.add("finally");
          }
        });
    g.next();
    g.close();
    g.close();
    assertThat(trail.steps()).containsExactly("finally");
    assertThat(g.hasNext()).isFalse();
  }

  @Test
  void close_unstarted_bodyNeverEntered() {
    Generator<Integer> g = Generator.of(out -> trail.add("entered"));
    g.close();
    assertThat(g.hasNext()).isFalse();
    assertThat(trail.steps()).isEmpty();
  }

  @Test
  void close_afterHasNext_dropsTheFetchedElement() {
    Generator<Integer> g = Generator.of(out -> out.yield(1));
    assertThat(g.hasNext()).isTrue();
    g.close();
    assertThat(g.hasNext()).isFalse();
  }

  @Test
  void close_bodyYields_refused() {
    Generator<Integer> g =
        Generator.of(out -> {
          try {
            out.yield(1);
          } finally {
            out.yield(2);
          }
        });
    g.next();
    assertThatThrownBy(g::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("yielded while it was being closed");
    g.close();
    assertThat(g.hasNext()).isFalse();
  }

  @Test
  void close_bodyFails_comesOut() {
    Generator<Integer> g =
        Generator.of(out -> {
          try {
            out.yield(1);
          } finally {
            failHere();
          }
        });
    g.next();
    assertThatThrownBy(g::close).isInstanceOf(IllegalArgumentException.class);
  }

  private static void failHere() {
    throw new IllegalArgumentException("boom");
  }
}
