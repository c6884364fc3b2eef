package greenloom.net;

import greenloom.jdk.Jdk;
import java.io.Closeable;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pipes to a process that is being started, with ends of ours that wait on the hub.
 *
 * <p>The JDK reads a process's pipes by calls that hold the carrier. So the process is given other
 * pipes, those of {@link Pipe}, whose waits are those of sockets: it opens its ends by the name
 * that Linux gives to each descriptor. Where there are no such names the JDK's streams are used,
 * each by a native thread.
 */
final class ProcessPipes {
  /** Whether descriptors have names here that open the same pipe anew. */
  static final boolean NAMED = named();

  private final ProcessBuilder builder;
  private final boolean channels;
  private final List<Channel> ours = new ArrayList<>();
  private final List<Channel> theirs = new ArrayList<>();
  private @Nullable OutputStream input;
  private @Nullable InputStream output;
  private @Nullable InputStream error;

  /** Pipes for what {@code given} does not redirect; it stays as it is. */
  ProcessPipes(ProcessBuilder given, boolean channels) throws IOException {
    this.builder = copy(given);
    this.channels = channels;
    if (channels) {
      try {
        open();
      } catch (IOException | RuntimeException e) {
        close();
        throw e;
      }
    }
  }

  private static ProcessBuilder copy(ProcessBuilder given) {
    ProcessBuilder copy =
        new ProcessBuilder(given.command())
            .directory(given.directory())
            .redirectErrorStream(given.redirectErrorStream())
            .redirectInput(given.redirectInput())
            .redirectOutput(given.redirectOutput())
            .redirectError(given.redirectError());
    copy.environment().clear();
    copy.environment().putAll(given.environment());
    return copy;
  }

  private void open() throws IOException {
    if (builder.redirectInput() == Redirect.PIPE) {
      Pipe pipe = pipe();
      theirs.add(pipe.source());
      ours.add(pipe.sink());
      input = Channels.newOutputStream(pipe.sink());
      builder.redirectInput(nameOf(pipe.source()));
    }
    if (builder.redirectOutput() == Redirect.PIPE) {
      Pipe pipe = outgoing();
      output = Channels.newInputStream(pipe.source());
      builder.redirectOutput(nameOf(pipe.sink()));
    }
    if (builder.redirectError() == Redirect.PIPE && !builder.redirectErrorStream()) {
      Pipe pipe = outgoing();
      error = Channels.newInputStream(pipe.source());
      builder.redirectError(nameOf(pipe.sink()));
    }
  }

  private Pipe outgoing() throws IOException {
    Pipe pipe = pipe();
    ours.add(pipe.source());
    theirs.add(pipe.sink());
    return pipe;
  }

  private static Pipe pipe() throws IOException {
    return Pipe.open();
  }

  private static File nameOf(Channel end) {
    return new File("/proc/self/fd/" + Jdk.descriptor(end));
  }

  /** Starts the process, which then has its ends for itself. */
  Process start() throws IOException {
    Process process;
    try {
      process = builder.start();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
    closeAll(theirs);
    if (!channels) {
      input = new ThreadedOutput(process.getOutputStream());
      output = new ThreadedInput(process.getInputStream());
      error = new ThreadedInput(process.getErrorStream());
    }
    return process;
  }

  /** Writes to the process; a redirected input takes nothing. */
  OutputStream input() {
    return input == null ? OutputStream.nullOutputStream() : input;
  }

  /** Reads from the process; nothing if redirected. */
  InputStream output() {
    return output == null ? InputStream.nullInputStream() : output;
  }

  /** Reads the errors of the process; nothing if redirected. */
  InputStream error() {
    return error == null ? InputStream.nullInputStream() : error;
  }

  /** Closes all ends; a read or write that waits fails. */
  void close() {
    closeAll(theirs);
    closeAll(ours);
    if (!channels) {
      closeAll(List.of(input(), output(), error()));
    }
  }

  private static void closeAll(List<? extends Closeable> ends) {
    for (Closeable end : ends) {
      try {
        end.close();
      } catch (IOException e) {
        // nobody reads or writes there any more
      }
    }
  }

  private static boolean named() {
    try {
      Pipe pipe = pipe();
      try (Pipe.SourceChannel source = pipe.source();
          Pipe.SinkChannel sink = pipe.sink();
          FileOutputStream again = new FileOutputStream(nameOf(sink))) {
        return source.isOpen() && again.getFD().valid();
      }
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
