package greenloom.stress.sockets;

import java.io.Closeable;
import java.io.IOException;

/** One end of a connection of whatever kind; the calls of the JDK and nothing around them. */
interface Wire extends Closeable {
  /** What {@link #smallBuffers} makes them, in bytes. */
  int SMALL = 16 * 1024;

  /** Reads what there is, at least one byte; -1 at the end. */
  int read(byte[] into, int at, int length) throws IOException;

  /** Reads until there are so many bytes, or the end; returns how many there are. */
  int readFully(byte[] into, int at, int length) throws IOException;

  /** Sets the longest time a read may take, in milliseconds; 0: for ever. */
  void readLimit(int millis) throws IOException;

  /** Makes the buffers of the operating system so small that writes have to wait for readers. */
  void smallBuffers() throws IOException;

  /** Writes all. */
  void write(byte[] bytes) throws IOException;

  /** Agrees with the other end; nothing without TLS. */
  void handshake() throws IOException;

  /** Ends the output; the other end can go on writing. */
  void endOutput() throws IOException;

  /** Closes it so that the other end hears of a reset. */
  void reset() throws IOException;

  /** Closes it without a word to the other end. */
  void cut() throws IOException;
}
