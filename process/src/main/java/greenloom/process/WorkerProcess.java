package greenloom.process;

import greenloom.hub.Hub;
import greenloom.hub.Link;
import greenloom.hub.TimeoutExpired;
import greenloom.net.Subprocess;
import greenloom.sync.AsyncResult;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A JVM that was started to do tasks, and the connection to it. Its standard input is a pipe that
 * this process holds open as long as it lives: the first bytes tell the other what it has to know,
 * and the end of it that nobody is left to work for.
 *
 * <p>Used on one hub. It holds on to its process until {@link #close}.
 */
final class WorkerProcess implements AutoCloseable {
  private static final Duration TO_END = Duration.ofSeconds(5);

  private final WorkerSetup setup;
  private final Subprocess process;
  private final long number;
  private final AsyncResult<SocketChannel> channel;

  private WorkerProcess(
      WorkerSetup setup, Subprocess process, long number, AsyncResult<SocketChannel> channel) {
    this.setup = setup;
    this.process = process;
    this.number = number;
    this.channel = channel;
  }

  /**
   * Starts the process; does not wait until it is ready.
   *
   * @throws UncheckedIOException if it cannot be started
   */
  static WorkerProcess start(WorkerSetup setup) {
    Host host = Host.here();
    long number = host.newNumber();
    AsyncResult<SocketChannel> channel = AsyncResult.fromOutside();
    host.expect(number, channel);
    try {
      Subprocess process =
          Subprocess.start(
              new ProcessBuilder(setup.command(WorkerMain.class))
                  .redirectOutput(setup.output)
                  .redirectError(setup.error));
      WorkerProcess started = new WorkerProcess(setup, process, number, channel);
      Link _ = process.whenReady(() -> channel.setException(new IOException("it has ended")));
      started.tell(host);
      return started;
    } catch (IOException e) {
      host.expectNoMore(number);
      throw new UncheckedIOException("a worker process cannot be started: " + e.getMessage(), e);
    }
  }

  /** What {@link WorkerMain} reads. */
  private void tell(Host host) {
    try {
      DataOutputStream out = new DataOutputStream(process.input());
      Host.family().tell(out);
      out.writeLong(number);
      out.writeUTF(host.address().text());
      out.writeUTF(Host.root().text());
      out.writeUTF(setup.accepted.patterns());
      out.writeInt(setup.frameLimit);
      out.flush();
    } catch (IOException e) {
      // it has ended already, which whoever waits for the channel hears
    }
  }

  /**
   * Waits until it is ready; returns the connection.
   *
   * @throws WorkerDiedException if it never is
   */
  Connection connect() {
    try {
      SocketChannel connected = channel.get(setup.startLimit);
      return Connection.begin(
          Hub.current(), connected, setup.frameLimit, false, (from, request) -> {});
    } catch (TimeoutExpired e) {
      kill();
      throw new WorkerDiedException(
          pid(), process.await(), "since it was not ready after " + setup.startLimit);
    } catch (RuntimeException | IOException e) {
      Host.here().expectNoMore(number);
      int code = process.await();
      String advice = setup.problem(code);
      throw new WorkerDiedException(
          pid(), code, "before it was ready" + (advice == null ? "" : "; " + advice));
    }
  }

  long pid() {
    return process.process().pid();
  }

  /** Whether the process is there. */
  boolean alive() {
    return !process.ready();
  }

  /** Waits for its end; returns the exit code. */
  int await() {
    return process.await();
  }

  /** Ends the process at once. */
  void kill() {
    process.process().toHandle().destroyForcibly();
  }

  /** Tells it to end with {@code code}, and waits for that, some seconds at most. */
  void end(Connection connection, int code) {
    try {
      Call _ = connection.call(0, Op.END, Blob.of(code));
      if (!process.await(TO_END)) {
        kill();
      }
    } finally {
      close();
      connection.close();
    }
  }

  /** Ends the process if it has not, and waits for that; closes the pipe. */
  @Override
  public void close() {
    if (alive()) {
      kill();
    }
    process.close();
    Host.here().expectNoMore(number);
  }
}
