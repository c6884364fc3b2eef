package greenloom.net;

import java.io.InputStream;

/**
 * The console, or whatever {@link System#in} is, read without holding a hub.
 *
 * <p>A plain {@code System.in.read()} in a greenlet holds its hub until a line comes, as the JDK
 * has no other way. {@link #install()} once, at the start, and {@code System.in}, {@link
 * IO#readln()} and all that stands on them wait on the hub.
 *
 * <p>One native thread reads, and only while somebody wants to. Any thread may use it; readers are
 * served in the order they come. A kill, a time limit or an interrupt (an {@link
 * java.io.InterruptedIOException}) ends the wait and loses no byte: what comes goes to the next
 * reader. Only what a {@code BufferedReader} on top has taken for an unfinished line is lost with
 * it; a terminal gives whole lines.
 */
public final class StandardInput {
  private static final InputStream STREAM = new ThreadedInput(System.in);

  private StandardInput() {}

  /**
   * Returns the stream: always the same, over what {@code System.in} was when this class was first
   * used. Who reads the former {@code System.in} beside it competes for the bytes.
   */
  public static InputStream stream() {
    return STREAM;
  }

  /** Makes the stream the program's {@code System.in}. Does nothing the second time. */
  public static void install() {
    System.setIn(STREAM);
  }
}
