package greenloom.stress.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A {@link SocketChannel}, of the network or of this machine. It knows no limit for reads. */
final class ChannelWire implements Wire {
  private final SocketChannel channel;

  ChannelWire(SocketChannel channel) {
    this.channel = channel;
  }

  /** The channel itself. */
  SocketChannel channel() {
    return channel;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    return channel.read(ByteBuffer.wrap(into, at, length));
  }

  @Override
  public int readFully(byte[] into, int at, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int n = read(into, at + done, length - done);
      if (n < 0) {
        break;
      }
      done += n;
    }
    return done;
  }

  @Override
  public void readLimit(int millis) {}

  @Override
  public void smallBuffers() throws IOException {
    channel.setOption(StandardSocketOptions.SO_SNDBUF, SMALL);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  @Override
  public void handshake() {}

  @Override
  public void endOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void reset() throws IOException {
    if (channel.getRemoteAddress() instanceof InetSocketAddress) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }
    channel.close();
  }

  @Override
  public void cut() throws IOException {
    channel.close();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return channel.toString();
  }
}
