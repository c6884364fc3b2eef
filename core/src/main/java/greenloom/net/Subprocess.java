package greenloom.net;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.killAll;
import static greenloom.Greenloom.shield;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;

import greenloom.Greenlet;
import greenloom.hub.Awaitable;
import greenloom.hub.Body;
import greenloom.hub.Hub;
import greenloom.hub.Link;
import greenloom.hub.TimeoutExpired;
import greenloom.sync.AsyncResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A process of the operating system whose pipes and whose end are waited for on the hub.
 *
 * <pre>{@code
 * String sorted = Subprocess.start("sort").communicate("b\na\n".getBytes()).text();
 * }</pre>
 *
 * <p>Any thread may use it. It becomes ready, for {@code waitAny} and the like, when the process
 * ends. {@link #communicate} and {@link #close} end the process; whoever calls neither leaves it
 * running and its pipes open. A process that has ended is reaped by the JDK.
 */
public final class Subprocess implements Awaitable, AutoCloseable {
  private static final Duration TO_END = Duration.ofSeconds(2);
  private static final Duration TO_EMPTY = Duration.ofMillis(200);

  private final Process process;
  private final ProcessPipes pipes;
  private final AsyncResult<Integer> exit = new AsyncResult<>();

  private Subprocess(Process process, ProcessPipes pipes) {
    this.process = process;
    this.pipes = pipes;
    Hub.Hold hold = Hub.current().keepOpen();
    CompletableFuture<Process> _ =
        process
            .onExit()
            .whenComplete((ended, e) -> {
              exit.set(process.exitValue());
              hold.close();
            });
  }

  /**
   * Starts a program with arguments; see {@link #start(ProcessBuilder)}.
   *
   * @throws IOException if there is no such program, for example
   */
  public static Subprocess start(String... command) throws IOException {
    return start(new ProcessBuilder(command));
  }

  /**
   * Starts a process. What the builder redirects is redirected, the rest are pipes; the builder is
   * not changed. Waits, on the hub, until it has been started; a kill or an interrupt comes out of
   * the next wait.
   *
   * @throws IOException if there is no such program, for example
   */
  public static Subprocess start(ProcessBuilder builder) throws IOException {
    return start(builder, ProcessPipes.NAMED);
  }

  static Subprocess start(ProcessBuilder builder, boolean channels) throws IOException {
    Body<Subprocess, IOException> start =
        () -> {
          ProcessPipes pipes = new ProcessPipes(builder, channels);
          Body<Process, IOException> begin = pipes::start;
          return new Subprocess(NativeCall.of(begin), pipes);
        };
    return shield(start);
  }

  // --- asking ---

  /** Returns the JDK's view of it. Its streams are not to be used. */
  public Process process() {
    return process;
  }

  /** Returns what writes to it. A redirected input takes nothing. */
  public OutputStream input() {
    return pipes.input();
  }

  /** Returns what it writes; nothing if that is redirected. */
  public InputStream output() {
    return pipes.output();
  }

  /** Returns what it writes to its error output; nothing if that is redirected. */
  public InputStream error() {
    return pipes.error();
  }

  /** Returns whether it has ended. */
  @Override
  public boolean ready() {
    return exit.ready();
  }

  @Override
  public Link whenReady(Runnable then) {
    return exit.whenReady(then);
  }

  // --- waiting ---

  /**
   * Waits for its end and returns its exit code. A kill or a time limit leaves the process alone. A
   * process whose pipes nobody reads may never end.
   */
  public int await() {
    return exit.get();
  }

  /** Waits for its end, at most {@code limit}; returns whether it has ended. */
  public boolean await(Duration limit) {
    return exit.await(limit);
  }

  /**
   * Writes {@code input}, if any, and closes that pipe; reads both outputs to their ends, all at
   * the same time; waits for the end of the process; and closes this. What of the input the process
   * does not want is dropped.
   *
   * <p>A kill or a time limit of the caller ends the process as {@link #close} does.
   *
   * @throws UncheckedIOException if a pipe cannot be read
   */
  public Output communicate(byte... input) {
    return communicate(null, input);
  }

  /**
   * The same within {@code limit}; when that has passed, ends the process as {@link #close} does.
   *
   * @throws SubprocessExpired then, with the output so far
   */
  public Output communicate(@Nullable Duration limit, byte... input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<Greenlet<Void>> parts =
        List.of(
            spawn(() -> feed(input)),
            spawn(() -> drain(output(), out)),
            spawn(() -> drain(error(), err)));
    try {
      if (limit == null) {
        return whole(parts, out, err);
      }
      Body<Output, RuntimeException> inTime = () -> whole(parts, out, err);
      try {
        return withTimeout(limit, inTime);
      } catch (TimeoutExpired e) {
        end();
        joinAll(parts, TO_EMPTY); // a child of its own may hold a pipe open
        throw new SubprocessExpired(limit, e, result(out, err));
      }
    } finally {
      try {
        end();
      } finally {
        killAll(parts);
        pipes.close();
      }
    }
  }

  private Output whole(
      List<Greenlet<Void>> parts, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    parts.forEach(Greenlet::get);
    return result(out, err);
  }

  private Output result(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Output(await(), out.toByteArray(), err.toByteArray());
  }

  private void feed(byte[] bytes) {
    try (OutputStream to = input()) {
      to.write(bytes);
    } catch (IOException e) {
      // it reads no more, which is its right
    }
  }

  private static void drain(InputStream from, OutputStream to) {
    try {
      from.transferTo(to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // --- the end ---

  /**
   * Closes its pipes and ends the process: asks it to end, and forces it after two seconds. Waits
   * for that. Does nothing to a process that has ended.
   */
  @Override
  public void close() {
    try {
      end();
    } finally {
      pipes.close();
    }
  }

  /** Ends it, with the pipes open. The JDK's own word would close its streams, unread. */
  private void end() {
    if (exit.ready()) {
      return;
    }
    process.toHandle().destroy();
    try {
      exit.await(TO_END);
    } finally {
      process.toHandle().destroyForcibly();
    }
    exit.await();
  }

  @Override
  public String toString() {
    return "Subprocess["
        + process.pid()
        + ", "
        + (ready() ? "exit " + exit.value() : "running")
        + "]";
  }

  /** How a process has ended, and what it has written. */
  public static final class Output {
    private static final Charset NATIVE =
        Charset.forName(System.getProperty("native.encoding", "UTF-8"));

    private final int exit;
    private final byte[] out;
    private final byte[] err;

    private Output(int exit, byte[] out, byte[] err) {
      this.exit = exit;
      this.out = out;
      this.err = err;
    }

    /** Returns its exit code; on Unix 128 and the number of the signal that ended it. */
    public int exit() {
      return exit;
    }

    /** Returns what it has written. The array is not copied. */
    public byte[] out() {
      return out;
    }

    /** Returns what it has written to its error output. The array is not copied. */
    public byte[] err() {
      return err;
    }

    /** Returns what it has written as text, in the encoding of the operating system. */
    public String text() {
      return new String(out, NATIVE);
    }

    /** Returns what it has written to its error output as text. */
    public String errorText() {
      return new String(err, NATIVE);
    }

    @Override
    public String toString() {
      return "Output[exit " + exit + ", " + out.length + " and " + err.length + " bytes]";
    }
  }
}
