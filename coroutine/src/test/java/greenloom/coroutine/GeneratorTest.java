package greenloom.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private final Trail trail = new Trail();

  private static Generator<Integer> upTo(int n) {
    return Generator.of(out -> {
      for (int i = 1; i <= n; i++) {
        out.yield(i);
      }
    });
  }

  private static <T> List<T> all(Iterable<T> items) {
    List<T> list = new ArrayList<>();
    items.forEach(list::add);
    return list;
  }

  private static <T> List<T> all(Generator<T> items) {
    return all(() -> items);
  }

  @Test
  void next_untilTheEnd_givesEachElementOnce() {
    Generator<Integer> g = upTo(2);
    assertThat(g.next()).isEqualTo(1);
    assertThat(g.next()).isEqualTo(2);
    assertThatThrownBy(g::next).isInstanceOf(NoSuchElementException.class);
    assertThat(g.hasNext()).isFalse();
    assertThatThrownBy(g::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void hasNext_repeated_runsTheBodyOnce() {
    Generator<String> g =
        Generator.of(out -> {
          trail.add("ran");
          out.yield("x");
          trail.add("ended");
        });
    assertThat(trail.steps()).isEmpty();
    assertThat(g.hasNext()).isTrue();
    assertThat(g.hasNext()).isTrue();
    assertThat(g.next()).isEqualTo("x");
    assertThat(trail.steps()).containsExactly("ran");
    assertThat(g.hasNext()).isFalse();
    assertThat(trail.steps()).containsExactly("ran", "ended");
  }

  @Test
  void next_nullElements_areElements() {
    assertThat(all(Generator.<String>of(out -> out.yieldAll(Arrays.asList("a", null, "b")))))
        .containsExactly("a", null, "b");
  }

  @Test
  void iterable_loopedTwice_startsAfresh() {
    Iterable<Integer> squares =
        Generator.iterable(out -> {
          trail.add("start");
          for (int i = 1; i < 4; i++) {
            out.yield(i * i);
          }
        });
    assertThat(all(squares)).containsExactly(1, 4, 9);
    assertThat(all(squares)).containsExactly(1, 4, 9);
    assertThat(trail.steps()).hasSize(2);
  }

  @Test
  void stream_infinite_isLazyAndClosesTheBody() {
    Generator<Integer> naturals =
        Generator.of(out -> {
          try {
            for (int i = 0; ; i++) {
              out.yield(i);
            }
          } finally {
            trail.add("closed");
          }
        });
    try (Stream<Integer> s = naturals.stream()) {
      assertThat(s.filter(i -> i % 2 == 1).limit(3)).containsExactly(1, 3, 5);
    }
    assertThat(trail.steps()).containsExactly("closed");
  }

  record Node(int value, Node left, Node right) {}

  // yields from any depth of calls
  @Test
  void yield_fromRecursion_walksATree() {
    Node tree = new Node(4, new Node(2, new Node(1, null, null), null), new Node(5, null, null));
    Generator<Integer> g = Generator.of(out -> walk(tree, out));
    assertThat(all(g)).containsExactly(1, 2, 4, 5);
  }

  private static void walk(Node n, Generator.Out<Integer> out) {
    if (n != null) {
      walk(n.left, out);
      out.yield(n.value);
      walk(n.right, out);
    }
  }

  // greenlet test_generator_nested.py::test_layered_genlets
  @Test
  void yield_twoLevelsUp_reachesTheOuterCaller() {
    Generator<Integer> layered =
        Generator.of(out -> {
          Generator<Integer> inner =
              Generator.of(in -> {
                for (int i = 1; i < 5; i++) {
                  out.yield(i); // two levels up
                  in.yield(i * i); // one level up
                }
              });
          inner.forEachRemaining(out::yield);
        });
    assertThat(all(layered)).containsExactly(1, 1, 2, 4, 3, 9, 4, 16);
  }

  // greenlet test_generator_nested.py::test_permutations
  @Test
  void yieldAll_permutations_comeLazilyAndInLockStep() {
    List<Integer> items = List.of(1, 2, 3, 4);
    assertThat(all(permutations(items))).hasSize(24).doesNotHaveDuplicates();
    Generator<List<Integer>> a = permutations(items);
    Generator<List<Integer>> b = permutations(items);
    while (a.hasNext() && b.hasNext()) {
      assertThat(a.next()).isEqualTo(b.next());
    }
    assertThat(a.hasNext() || b.hasNext()).isFalse();
    try (Generator<List<Integer>> many =
        permutations(Stream.iterate(0, i -> i + 1).limit(60).toList())) {
      assertThat(many.next()).hasSize(60);
    }
  }

  private static Generator<List<Integer>> permutations(List<Integer> items) {
    return Generator.of(out -> {
      if (items.isEmpty()) {
        out.yield(List.of());
        return;
      }
      Integer first = items.getFirst();
      for (List<Integer> rest : (Iterable<List<Integer>>) () -> permutations(tail(items))) {
        for (int at = 0; at <= rest.size(); at++) {
          List<Integer> p = new ArrayList<>(rest);
          p.add(at, first);
          out.yield(p);
        }
      }
    });
  }

  private static List<Integer> tail(List<Integer> items) {
    return items.subList(1, items.size());
  }

  @Test
  void body_throws_reachesTheCallerAndEnds() {
    Generator<Integer> g =
        Generator.of(out -> {
          out.yield(1);
          failHere();
        });
    g.next();
    assertThatThrownBy(g::next)
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(t ->
            assertThat(t.getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .containsSubsequence("failHere", "next"));
    assertThat(g.hasNext()).isFalse();
    assertThatThrownBy(g::next).isInstanceOf(NoSuchElementException.class);
  }

  private static void failHere() {
    throw new IllegalArgumentException("boom");
  }

  @Test
  void body_throwsChecked_arrivesInACompletionException() {
    IOException e = new IOException("gone");
    Generator<Integer> g =
        Generator.of(out -> {
          throw e;
        });
    assertThatThrownBy(g::hasNext).isInstanceOf(CompletionException.class).hasCause(e);
  }

  @Test
  void next_fromTheBody_refusedAndUnharmed() {
    List<Generator<Integer>> self = new ArrayList<>();
    Generator<Integer> g =
        Generator.of(out -> {
          assertThatThrownBy(() -> self.getFirst().next())
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("running already");
          assertThatThrownBy(() -> self.getFirst().close())
              .isInstanceOf(IllegalStateException.class);
          out.yield(7);
        });
    self.add(g);
    assertThat(g.next()).isEqualTo(7);
    assertThat(g.hasNext()).isFalse();
  }

  @Test
  void next_otherThread_refusedAndUnharmed() throws Exception {
    Generator<Integer> g = upTo(3);
    g.next();
    assertThat(g.hasNext()).isTrue();
    FutureTask<Void> elsewhere =
        new FutureTask<>(() -> {
          for (Runnable use : List.<Runnable>of(g::next, g::hasNext, g::close)) {
            assertThatThrownBy(use::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("belongs to");
          }
          return null;
        });
    Thread.ofVirtual().start(elsewhere).join();
    elsewhere.get();
    assertThat(all(g)).containsExactly(2, 3);
  }

  @Test
  void next_madeElsewhere_belongsToTheFirstUser() throws Exception {
    FutureTask<Generator<Integer>> making = new FutureTask<>(() -> upTo(2));
    Thread.ofVirtual().start(making).join();
    assertThat(all(making.get())).containsExactly(1, 2);
  }

  @Test
  void yield_outsideOfTheBody_refused() {
    List<Generator.Out<Integer>> leaked = new ArrayList<>();
    Generator<Integer> g =
        Generator.of(out -> {
          leaked.add(out);
          out.yield(1);
        });
    g.next();
    assertThatThrownBy(() -> leaked.getFirst().yield(5)).isInstanceOf(IllegalStateException.class);
    assertThat(g.hasNext()).isFalse();
    assertThatThrownBy(() -> leaked.getFirst().yield(5)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void yield_innerLeftRunning_innerIsNotUsable() {
    List<Generator<String>> inner = new ArrayList<>();
    List<Generator.Out<String>> innerOut = new ArrayList<>();
    Generator<String> outer =
        Generator.of(out -> {
          inner.add(
              Generator.of(in -> {
                innerOut.add(in);
                out.yield("from inside");
                in.yield("from inner");
              }));
          out.yield(inner.getFirst().next());
        });
    assertThat(outer.next()).isEqualTo("from inside");
    assertThatThrownBy(() -> inner.getFirst().next()).hasMessageContaining("running already");
    assertThatThrownBy(() -> innerOut.getFirst().yield("no"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(outer.next()).isEqualTo("from inner");
    assertThat(outer.hasNext()).isFalse();
  }

  @Test
  void yield_nativeFrameInBetween_refusedAndUnharmed() {
    Generator<Object> g =
        Generator.of(out -> {
          Trap.out = out;
          out.yield(Trap.touch());
        });
    assertThat(g.next().toString()).contains("native frame");
    assertThat(g.hasNext()).isFalse();
  }

  static final class Trap {
    static Generator.Out<Object> out;

    static Object touch() {
      return Sprung.REFUSED;
    }

    static final class Sprung {
      static final Object REFUSED = refused();

      private static Object refused() {
        try {
          out.yield("lost");
          return "went through";
        } catch (IllegalStateException e) {
          return e;
        }
      }
    }
  }

  @Test
  void scopedValues_boundInTheBody_areSeenInsideOnly() {
    // probe: a raw yield leaks bindings in both directions
    ScopedValue<String> v = ScopedValue.newInstance();
    Generator<String> g =
        Generator.of(out -> {
          out.yield(v.orElse("none"));
          ScopedValue.where(v, "inside").run(() -> out.yield(v.get()));
          out.yield(v.orElse("none"));
        });
    assertThat(ScopedValue.where(v, "outside").call(g::next)).isEqualTo("outside");
    assertThat(g.next()).isEqualTo("inside");
    assertThat(v.isBound()).isFalse();
    assertThat(ScopedValue.where(v, "other").call(g::next)).isEqualTo("outside");
    assertThat(v.isBound()).isFalse();
    assertThat(g.hasNext()).isFalse();
  }

  @Test
  void toString_always_tellsTheState() {
    Generator<Integer> g = upTo(1);
    assertThat(g.toString()).contains("unstarted");
    g.next();
    assertThat(g.toString()).contains("suspended");
    assertThat(g.hasNext()).isFalse();
    assertThat(g.toString()).contains("ended");
  }
}
