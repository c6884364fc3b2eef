package greenloom.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class SendGeneratorTest {
  private final Trail trail = new Trail();

  private static SendGenerator<Double, Double, String> averager() {
    return SendGenerator.of(out -> {
      double sum = 0;
      int n = 0;
      Double average = 0.0;
      while (true) {
        Double x = out.yield(average);
        if (x == null) {
          return "average of " + n;
        }
        sum += x;
        average = sum / ++n;
      }
    });
  }

  @Test
  void send_values_areWhatYieldReturns() {
    SendGenerator<Double, Double, String> g = averager();
    assertThat(g.next()).isEqualTo(0.0);
    assertThat(g.send(4.0)).isEqualTo(4.0);
    assertThat(g.send(6.0)).isEqualTo(5.0);
    assertThatThrownBy(g::result).hasMessageContaining("not ended");
    assertThatThrownBy(g::next).isInstanceOf(NoSuchElementException.class);
    assertThat(g.result()).isEqualTo("average of 2");
    assertThatThrownBy(() -> g.send(1.0)).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void send_valueBeforeTheFirstNext_refusedAndUnharmed() {
    SendGenerator<Double, Double, String> g = averager();
    assertThatThrownBy(() -> g.send(1.0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("send(null)");
    assertThat(g.send(null)).isEqualTo(0.0);
    assertThat(g.send(3.0)).isEqualTo(3.0);
    g.close();
  }

  @Test
  void send_afterHasNext_refusedUntilTheElementIsTaken() {
    SendGenerator<Double, Double, String> g = averager();
    assertThat(g.hasNext()).isTrue();
    assertThatThrownBy(() -> g.send(1.0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("hasNext()");
    assertThat(g.send(null)).isEqualTo(0.0);
    assertThat(g.send(3.0)).isEqualTo(3.0);
    g.close();
  }

  @Test
  void result_closedOrFailed_refused() {
    SendGenerator<Double, Double, String> closed = averager();
    closed.next();
    closed.close();
    assertThatThrownBy(closed::result).hasMessageContaining("without a result");
    SendGenerator<Integer, Integer, Integer> failed =
        SendGenerator.of(out -> {
          throw new IllegalArgumentException();
        });
    assertThatThrownBy(failed::next).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(failed::result).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void close_bodyReturns_keepsTheResult() {
    SendGenerator<Integer, Integer, String> g =
        SendGenerator.of(out -> {
          try {
            out.yield(1);
            return "end";
          } catch (CoroutineExit e) {
            return "closed";
          }
        });
    g.next();
    g.close();
    assertThat(g.result()).isEqualTo("closed");
  }

  private SendGenerator<String, String, String> inner() {
    return SendGenerator.of(out -> {
      try {
        String a = out.yield("one");
        try {
          out.yield("got " + a);
        } catch (IllegalStateException e) {
          out.yield("caught " + e.getMessage());
        }
        return "inner result";
      } finally {
        trail.add("inner finally");
      }
    });
  }

  private SendGenerator<String, String, String> outer(SendGenerator<String, String, String> inner) {
    return SendGenerator.of(out -> {
      String r = out.yieldAll(inner);
      out.yield("outer has " + r);
      return "outer result";
    });
  }

  // Python's yield from (PEP 380)
  @Test
  void yieldAll_sendAndThrow_goToTheInnerOne() {
    SendGenerator<String, String, String> g = outer(inner());
    assertThat(g.next()).isEqualTo("one");
    assertThat(g.send("A")).isEqualTo("got A");
    assertThat(g.throwInto(new IllegalStateException("B"))).isEqualTo("caught B");
    assertThat(g.next()).isEqualTo("outer has inner result");
    assertThat(g.hasNext()).isFalse();
    assertThat(g.result()).isEqualTo("outer result");
  }

  @Test
  void yieldAll_closed_closesTheInnerOneFirst() {
    SendGenerator<String, String, String> in = inner();
    SendGenerator<String, String, String> g =
        SendGenerator.of(out -> {
          try {
            return out.yieldAll(in);
          } finally {
            trail.add("outer finally");
          }
        });
    g.next();
    g.close();
    assertThat(trail.steps()).containsExactly("inner finally", "outer finally");
    assertThat(in.hasNext()).isFalse();
  }

  @Test
  void yieldAll_innerFails_outerCanCatch() {
    SendGenerator<String, String, String> in = inner();
    SendGenerator<String, String, String> g =
        SendGenerator.of(out -> {
          try {
            return out.yieldAll(in);
          } catch (IllegalArgumentException e) {
            out.yield("outer caught " + e.getMessage());
            return "survived";
          }
        });
    g.next();
    assertThat(g.throwInto(new IllegalArgumentException("X"))).isEqualTo("outer caught X");
    assertThat(g.hasNext()).isFalse();
    assertThat(g.result()).isEqualTo("survived");
  }

  @Test
  void yieldAll_alreadyEnded_returnsItsResultAtOnce() {
    SendGenerator<String, String, String> in = SendGenerator.of(out -> "early");
    assertThat(in.hasNext()).isFalse();
    SendGenerator<String, String, String> g = outer(in);
    assertThat(g.next()).isEqualTo("outer has early");
    g.close();
  }

  @Test
  void yieldAll_iterables_areYielded() {
    SendGenerator<String, Integer, String> g =
        SendGenerator.of(out -> {
          out.yieldAll(List.of("a", "b"));
          out.yieldAll(Generator.<String>of(o -> o.yield("c")));
          return "end";
        });
    assertThat(g.stream()).containsExactly("a", "b", "c");
    assertThat(g.result()).isEqualTo("end");
  }

  @Test
  void yieldAll_plainGenerators_throwAndCloseGoThrough() {
    Generator<String> in =
        Generator.of(out -> {
          try {
            out.yield("a");
          } catch (IllegalStateException e) {
            trail.add("caught");
          }
          try {
            out.yield("b");
          } finally {
            trail.add("closed");
          }
        });
    Generator<String> g = Generator.of(out -> out.yieldAll(in));
    g.next();
    assertThat(g.throwInto(new IllegalStateException())).isEqualTo("b");
    g.close();
    assertThat(trail.steps()).containsExactly("caught", "closed");
  }

  @Test
  void yieldAll_recursiveDepth_everySendArrivesAtTheBottom() {
    SendGenerator<Integer, Integer, Integer> g = nested(50);
    assertThat(g.next()).isEqualTo(0);
    assertThat(g.send(5)).isEqualTo(5);
    assertThat(g.hasNext()).isFalse();
    assertThat(g.result()).isEqualTo(50);
  }

  private static SendGenerator<Integer, Integer, Integer> nested(int depth) {
    return SendGenerator.of(out -> {
      if (depth == 0) {
        out.yield(out.yield(0));
        return 0;
      }
      return out.yieldAll(nested(depth - 1)) + 1;
    });
  }
}
