package greenloom.net;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stream that a native thread reads. */
@ExtendWith(NothingLeft.class)
@Timeout(60)
class ThreadedInputIT {
  /** Blocks its reader, as a console does, until a line is typed. */
  private static final class Typed extends InputStream {
    final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      String line;
      try {
        line = lines.poll(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (line == null || line.equals("broken")) {
        throw new IOException("broken");
      }
      byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(bytes, 0, to, from, bytes.length);
      return bytes.length == 0 ? -1 : bytes.length;
    }
  }

  private final Typed typed = new Typed();
  private final ThreadedInput in = new ThreadedInput(typed);

  private String next() throws IOException {
    byte[] bytes = new byte[100];
    int n = in.read(bytes);
    return n < 0 ? "end" : new String(bytes, 0, n, StandardCharsets.US_ASCII);
  }

  @Test
  void read_waits_whileOthersGoOn() {
    TestHub.real()
        .run(() -> {
          Greenlet<String> reader = spawn(this::next);
          Greenlet<?> other = spawn(() -> typed.lines.add("one"));
          joinAll(reader, other);
          assertThat(reader.get()).isEqualTo("one");
        });
  }

  @Test
  void read_less_keepsTheRest() {
    TestHub.real()
        .run(() -> {
          typed.lines.add("abc");
          assertThat(in.read()).isEqualTo('a');
          assertThat(in.available()).isEqualTo(2);
          assertThat(in.read(new byte[0])).isZero();
          assertThat(next()).isEqualTo("bc");
        });
  }

  @Test
  void readers_several_areServedInOrder() {
    TestHub.real()
        .run(() -> {
          List<String> got = new ArrayList<>();
          List<Greenlet<Void>> readers = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            int me = i;
            readers.add(
                spawn(() -> {
                  got.add(me + next());
                }));
          }
          yieldNow();
          typed.lines.addAll(List.of("a", "b", "c"));
          joinAll(readers);
          assertThat(got).containsExactly("0a", "1b", "2c");
        });
  }

  @Test
  void kill_losesNothing_theNextReaderGetsIt() {
    TestHub.real()
        .run(() -> {
          Greenlet<String> first = spawn(this::next);
          Hub.current().awaitAllBlocked();
          first.kill();
          assertThat(first.killed()).isTrue();
          assertThatThrownBy(() -> withTimeout(Duration.ofMillis(10), this::next))
              .isInstanceOf(TimeoutExpired.class);
          typed.lines.add("for the next");
          assertThat(next()).isEqualTo("for the next");
        });
  }

  @Test
  void interrupt_endsTheRead_losesNothing() {
    TestHub.real()
        .run(() -> {
          Greenlet<Boolean> reader =
              spawn(() -> {
                assertThatThrownBy(this::next).isInstanceOf(InterruptedIOException.class);
                return Thread.interrupted();
              });
          Hub.current().awaitAllBlocked();
          reader.thread().interrupt();
          assertThat(reader.get()).isTrue();
          typed.lines.add("still there");
          assertThat(next()).isEqualTo("still there");
        });
  }

  @Test
  void end_isTold_andMayBeGoneBeyond() {
    TestHub.real()
        .run(() -> {
          typed.lines.addAll(List.of("", "more"));
          assertThat(next()).isEqualTo("end");
          assertThat(next()).isEqualTo("more");
        });
  }

  @Test
  void failure_isThrown_asIs() {
    TestHub.real()
        .run(() -> {
          typed.lines.add("broken");
          assertThatThrownBy(this::next).isInstanceOf(IOException.class).hasMessage("broken");
          in.close();
          assertThatThrownBy(this::next)
              .isInstanceOf(IOException.class)
              .hasMessage("stream closed");
        });
  }

  @Test
  void read_onAPlatformThread_runsItsHub() throws IOException {
    Greenlet<?> other = spawn(() -> typed.lines.add("from the hub"));
    assertThat(next()).isEqualTo("from the hub");
    other.join();
  }
}
