package greenloom.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RawContinuationTest {
  private final List<Object> trail = new ArrayList<>();

  private static RawContinuation of(Consumer<RawContinuation> body) {
    return of(body, false);
  }

  private static RawContinuation of(Consumer<RawContinuation> body, boolean boundary) {
    RawContinuation[] self = new RawContinuation[1];
    self[0] = new RawContinuation(() -> body.accept(self[0]), boundary);
    return self[0];
  }

  @Test
  void resume_untilTheEnd_goesOnWhereItStood() {
    RawContinuation c =
        of(me -> {
          trail.add(1);
          me.suspend();
          trail.add(2);
        });
    assertThat(c.started()).isFalse();
    assertThat(c.owner()).isNull();
    c.resume();
    assertThat(trail).containsExactly(1);
    assertThat(c.started()).isTrue();
    assertThat(c.running()).isFalse();
    assertThat(c.owner()).isSameAs(Thread.currentThread());
    assertThat(c.stackTrace()).isNotEmpty();
    c.resume();
    assertThat(trail).containsExactly(1, 2);
    assertThat(c.done()).isTrue();
    assertThat(c.stackTrace()).isEmpty();
    assertThatThrownBy(c::resume).hasMessageContaining("ended");
  }

  @Test
  void resume_bodyThrows_comesOutAndEndsIt() {
    IllegalArgumentException e = new IllegalArgumentException();
    RawContinuation c =
        of(me -> {
          me.suspend();
          throw e;
        });
    c.resume();
    assertThatThrownBy(c::resume).isSameAs(e);
    assertThat(c.done()).isTrue();
    assertThat(c.running()).isFalse();
  }

  @Test
  void resume_fromItsBody_refused() {
    RawContinuation c =
        of(me -> {
          assertThatThrownBy(me::resume).hasMessageContaining("running already");
          trail.add("unharmed");
        });
    c.resume();
    assertThat(trail).containsExactly("unharmed");
  }

  @Test
  void resume_otherThread_refusedAndUnharmed() throws Exception {
    RawContinuation c = of(RawContinuation::suspend);
    c.resume();
    FutureTask<Void> elsewhere =
        new FutureTask<>(() -> {
          assertThatThrownBy(c::resume)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("belongs to");
          assertThatThrownBy(c::suspend).isInstanceOf(IllegalStateException.class);
          return null;
        });
    Thread.ofPlatform().start(elsewhere).join();
    elsewhere.get();
    c.resume();
    assertThat(c.done()).isTrue();
  }

  @Test
  void suspend_outerFromTheInside_unwindsBoth() {
    RawContinuation outer =
        of(out -> {
          RawContinuation inner =
              of(in -> {
                trail.add("in");
                out.suspend();
                trail.add("in again");
                in.suspend();
                trail.add("in at last");
              });
          inner.resume();
          trail.add("out");
          out.suspend();
          inner.resume();
        });
    outer.resume();
    assertThat(trail).containsExactly("in");
    outer.resume();
    assertThat(trail).containsExactly("in", "in again", "out");
    outer.resume();
    assertThat(outer.done()).isTrue();
    assertThat(trail).endsWith("in at last");
  }

  @Test
  void suspend_fromOutside_refused() {
    RawContinuation c = of(RawContinuation::suspend);
    assertThatThrownBy(c::suspend).isInstanceOf(IllegalStateException.class);
    c.resume();
    assertThatThrownBy(c::suspend).isInstanceOf(IllegalStateException.class);
  }

  private void suspendUnwoundFromOutside() {
    RawContinuation[] inner = new RawContinuation[1];
    RawContinuation outer =
        of(out -> {
          inner[0] = of(in -> out.suspend());
          inner[0].resume();
        });
    outer.resume();
    assertThat(inner[0].running()).isTrue();
    assertThatThrownBy(inner[0]::suspend).isInstanceOf(IllegalStateException.class);
    RawContinuation other =
        of(me -> {
          assertThatThrownBy(inner[0]::suspend).isInstanceOf(IllegalStateException.class);
          assertThatThrownBy(inner[0]::resume).hasMessageContaining("running already");
          trail.add("unharmed");
        });
    other.resume();
    outer.resume();
    assertThat(outer.done()).isTrue();
    assertThat(trail).containsExactly("unharmed");
  }

  @Test
  void suspend_unwoundOneFromOutside_refused() {
    suspendUnwoundFromOutside();
  }

  @Test
  void suspend_unwoundOneFromOutsideInAGreenThread_refused() throws Exception {
    MiniHub hub = new MiniHub();
    hub.spawn(
        new CountingTask(),
        () -> {
          suspendUnwoundFromOutside();
          return null;
        });
    hub.runAll();
    assertThat(trail).containsExactly("unharmed");
  }

  @Test
  void suspend_throughABoundary_refused() {
    RawContinuation outer =
        of(out -> {
          RawContinuation inner =
              of(
                  in -> {
                    assertThatThrownBy(out::suspend).isInstanceOf(IllegalStateException.class);
                    in.suspend();
                    trail.add("unharmed");
                  },
                  true);
          inner.resume();
          out.suspend();
          inner.resume();
        });
    outer.resume();
    assertThat(trail).isEmpty();
    outer.resume();
    assertThat(trail).containsExactly("unharmed");
  }

  private static RawContinuation pinning;

  static final class Pinning {
    static final RuntimeException REFUSED = refused();

    private static RuntimeException refused() {
      try {
        pinning.suspend();
        return new RuntimeException("went through");
      } catch (IllegalStateException e) {
        return e;
      }
    }
  }

  @Test
  void suspend_inAClassInitialiser_refusedAndUnharmed() {
    RawContinuation c =
        of(me -> {
          pinning = me;
          trail.add(Pinning.REFUSED.getMessage());
          me.suspend();
        });
    c.resume();
    assertThat(trail.getFirst().toString()).contains("native frame");
    c.resume();
    assertThat(c.done()).isTrue();
  }

  static final class PinningOutside {
    static final Object RESULT = run();

    private static Object run() {
      Object[] result = new Object[1];
      RawContinuation inner =
          of(me -> {
            try {
              pinning.suspend();
            } catch (IllegalStateException e) {
              result[0] = e;
            }
            Carrier.atRoot(() -> {});
            me.suspend();
          });
      inner.resume();
      inner.resume();
      return result[0];
    }
  }

  @Test
  void suspend_classInitialiserFurtherOut_refusedAndUnharmed() {
    RawContinuation c =
        of(me -> {
          pinning = me;
          trail.add(PinningOutside.RESULT);
        });
    c.resume();
    assertThat(trail.getFirst()).isInstanceOf(IllegalStateException.class);
    assertThat(c.done()).isTrue();
  }

  @Test
  void atRoot_fromNested_runsBelowAllOfThem() {
    RawContinuation outer =
        of(out -> {
          RawContinuation inner =
              of(in -> {
                Carrier.atRoot(() -> {
                  trail.add("root");
                  assertThatThrownBy(in::suspend).isInstanceOf(IllegalStateException.class);
                  RawContinuation another = of(RawContinuation::suspend);
                  another.resume();
                  another.resume();
                  trail.add(another.done());
                });
                trail.add("in");
              });
          inner.resume();
          trail.add("out");
        });
    outer.resume();
    assertThat(trail).containsExactly("root", true, "in", "out");
    assertThat(outer.done()).isTrue();
  }

  @Test
  void atRoot_requestThrows_comesOut() {
    Error error = new Error("signal");
    RawContinuation c =
        of(out ->
            of(
                    in -> {
                      for (Throwable e : List.of(error, new IllegalArgumentException())) {
                        assertThatThrownBy(() ->
                                Carrier.atRoot(() -> {
                                  throw Jdk25.sneaky(e);
                                }))
                            .isSameAs(e);
                      }
                      trail.add("in");
                    })
                .resume());
    c.resume();
    assertThat(trail).containsExactly("in");
    Carrier.atRoot(() -> trail.add("plain"));
    assertThat(trail).endsWith("plain");
  }

  @Test
  void scopedValues_ofBodyAndResumer_staySeparate() {
    ScopedValue<String> v = ScopedValue.newInstance();
    RawContinuation c =
        of(me ->
            ScopedValue.where(v, "in")
                .run(() -> {
                  me.suspend();
                  trail.add(v.get());
                }));
    ScopedValue.where(v, "out")
        .run(() -> {
          c.resume();
          trail.add(v.get());
        });
    assertThat(v.isBound()).isFalse();
    c.resume();
    assertThat(v.isBound()).isFalse();
    assertThat(trail).containsExactly("out", "in");
  }

  @Test
  void prepare_scopedValues_areThoseOfThatPlace() {
    ScopedValue<String> v = ScopedValue.newInstance();
    RawContinuation c = of(me -> trail.add(v.get()));
    ScopedValue.where(v, "prepared").run(c::prepare);
    assertThat(c.started()).isTrue();
    assertThatThrownBy(c::prepare).isInstanceOf(IllegalStateException.class);
    ScopedValue.where(v, "resumed").run(c::resume);
    assertThat(trail).containsExactly("prepared");
  }

  @Test
  void abandon_unstarted_neverRuns() {
    RawContinuation c = of(me -> trail.add("ran"));
    c.abandon();
    assertThat(c.done()).isTrue();
    assertThatThrownBy(c::resume).isInstanceOf(IllegalStateException.class);
    RawContinuation started = of(RawContinuation::suspend);
    started.resume();
    assertThatThrownBy(started::abandon).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void adopt_suspended_runsInTheNewThread() throws Exception {
    RawContinuation c =
        of(me -> {
          me.suspend();
          trail.add("closed");
        });
    Thread.ofPlatform().start(c::resume).join();
    assertThatThrownBy(c::resume).hasMessageContaining("belongs to");
    FutureTask<Void> virtual =
        new FutureTask<>(() -> {
          assertThatThrownBy(c::adopt).hasMessageContaining("cannot run");
          return null;
        });
    Thread.ofVirtual().start(virtual).join();
    virtual.get();
    c.adopt();
    c.resume();
    assertThat(trail).containsExactly("closed");
    assertThatThrownBy(c::adopt).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void resume_noStackLeft_endsOrGoesOn() {
    for (int i = 0; i < 20; i++) {
      RawContinuation c =
          of(me -> {
            while (trail.isEmpty()) {
              me.suspend();
            }
          });
      c.resume();
      assertThatThrownBy(() -> deeper(c)).isInstanceOf(StackOverflowError.class);
      assertThat(c.running()).isFalse();
      if (!c.done()) {
        c.resume();
      }
      assertThatThrownBy(c::suspend).isInstanceOf(IllegalStateException.class);
      Carrier.atRoot(() -> {}); // crashed where the overflow had left its continuation behind
    }
  }

  private static int deeper(RawContinuation c) {
    if (!c.done()) {
      c.resume();
    }
    return deeper(c) + 1;
  }
}
