package greenloom.stress.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.stress.Findings;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallWatchTest {
  private final Findings findings = new Findings();
  private final StallWatch watch = new StallWatch(3, findings);

  private static final class Thing implements Watched {
    long progress;

    @Override
    public long progress() {
      return progress;
    }

    @Override
    public String toString() {
      return "thing";
    }
  }

  @Test
  void standsStill_longerThanPatience_isFoundOnce() {
    watch.add(new Thing());
    look(3);
    assertThat(findings.any()).isFalse();
    look(5);
    assertThat(findings.all()).containsExactly("does not get on any more: thing");
  }

  @Test
  void getsOnNowAndThen_orIsGone_isNotFound() {
    Thing slow = new Thing();
    Thing gone = new Thing();
    watch.add(slow);
    watch.add(gone);
    look(3);
    watch.remove(gone);
    for (int i = 0; i < 5; i++) {
      slow.progress++;
      look(3);
    }
    assertThat(findings.any()).isFalse();
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      watch.look(List.of());
    }
  }

  @Test
  void findings_many_areCounted_andSealed() {
    for (int i = 0; i < 25; i++) {
      findings.add("finding " + i);
    }
    findings.seal();
    findings.add("a consequence");
    assertThat(findings.all()).hasSize(21).endsWith("finding 19", "and 5 more");
  }
}
