package greenloom.app.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/**
 * Ping-pong with a server that echoes: a message is sent, and the next one when all of it has come
 * back.
 */
public final class EchoProtocol implements Protocol {
  /** The longest message: it has room in the buffers between, so nobody waits for the other. */
  public static final int LONGEST = 64 * 1024;

  private final byte[] message;

  /** Sends {@code message}, of one byte up to {@link #LONGEST}. */
  public EchoProtocol(byte[] message) {
    this.message = message.clone();
  }

  /** A message of so many bytes that no two places of it look alike. */
  public static byte[] message(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }

  @Override
  public Exchange over(Socket socket) throws IOException {
    return new PingPong(socket.getInputStream(), socket.getOutputStream());
  }

  @Override
  public boolean connectsAnew() {
    return false;
  }

  private final class PingPong implements Exchange {
    private final InputStream in;
    private final OutputStream out;
    private final byte[] back = new byte[message.length];
    private long received;
    private int come;

    PingPong(InputStream in, OutputStream out) {
      this.in = in;
      this.out = out;
    }

    @Override
    public int perform() throws IOException {
      come = 0;
      out.write(message);
      while (come < message.length) {
        int n = in.read(back, come, message.length - come);
        if (n < 0) {
          throw new BadAnswer(Trouble.ENDED, "the echo is too short");
        }
        come += n;
        received += n;
      }
      if (!Arrays.equals(back, message)) {
        throw new BadAnswer(Trouble.WRONG_ECHO, "what came back is not what was sent");
      }
      return NO_STATUS;
    }

    @Override
    public boolean answered() {
      return come > 0;
    }

    @Override
    public boolean reusable() {
      return true;
    }

    @Override
    public void awaitEnd() throws IOException {
      in.read();
    }

    @Override
    public long received() {
      return received;
    }

    @Override
    public int requestSize() {
      return message.length;
    }
  }
}
