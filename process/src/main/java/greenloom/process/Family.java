package greenloom.process;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * A process and all that it has started, and they in turn. They share a secret, made by the first,
 * which each gives to its children through a pipe that nobody else reads. Who connects proves that
 * it knows it, without saying it, and so does who is connected to:
 *
 * <pre>
 *   server  "glp", version, 32 random bytes
 *   client  "glp", version, 32 random bytes, 8 of the number it was given, 32 of proof
 *   server  32 of proof
 * </pre>
 *
 * A proof is the SHA-256 of the secret, a letter for the side, both random parts and the number.
 * All parts have one length each, so nobody can make a proof out of another one.
 */
final class Family {
  private static final byte[] MAGIC = {'g', 'l', 'p', 1}; // the last one is the version
  private static final int SECRET = 32;
  private static final int DIGEST = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] secret;

  /** Makes a new one. */
  Family() {
    this(random());
  }

  private Family(byte[] secret) {
    this.secret = secret;
  }

  private static byte[] random() {
    byte[] bytes = new byte[SECRET];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** Tells a child the secret. */
  void tell(DataOutputStream child) throws IOException {
    child.write(secret);
  }

  /** Hears the secret of the parent. */
  static Family hear(DataInputStream parent) throws IOException {
    return new Family(parent.readNBytes(SECRET));
  }

  /**
   * Proves to the server at {@code channel}, in blocking mode, that this is one of them.
   *
   * @throws ProtocolException if the server is none
   */
  void join(SocketChannel channel, long number) throws IOException {
    byte[] theirs = greeting(channel);
    byte[] ours = random();
    write(
        channel,
        ByteBuffer.allocate(MAGIC.length + SECRET + 8 + DIGEST)
            .put(MAGIC)
            .put(ours)
            .putLong(number)
            .put(proof('c', theirs, ours, number)));
    check(proof('s', theirs, ours, number), read(channel, DIGEST).array());
  }

  /**
   * Lets the client at {@code channel}, in blocking mode, prove that it is one of them; returns its
   * number.
   *
   * @throws ProtocolException if it is none
   */
  long admit(SocketChannel channel) throws IOException {
    byte[] ours = random();
    write(channel, ByteBuffer.allocate(MAGIC.length + SECRET).put(MAGIC).put(ours));
    byte[] theirs = greeting(channel);
    long number = read(channel, 8).getLong();
    check(proof('c', ours, theirs, number), read(channel, DIGEST).array());
    write(channel, ByteBuffer.allocate(DIGEST).put(proof('s', ours, theirs, number)));
    return number;
  }

  private static byte[] greeting(SocketChannel channel) throws IOException {
    ByteBuffer in = read(channel, MAGIC.length + SECRET);
    for (byte expected : MAGIC) {
      if (in.get() != expected) {
        throw new ProtocolException("it is no greenloom process, or one of another version");
      }
    }
    byte[] random = new byte[SECRET];
    in.get(random);
    return random;
  }

  private byte[] proof(char side, byte[] server, byte[] client, long number) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(secret);
      digest.update((byte) side);
      digest.update(server);
      digest.update(client);
      return digest.digest(ByteBuffer.allocate(8).putLong(number).array());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-256", e);
    }
  }

  private static void check(byte[] expected, byte[] proof) throws ProtocolException {
    if (!MessageDigest.isEqual(expected, proof)) {
      throw new ProtocolException("it does not know the secret of this family of processes");
    }
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    bytes.flip();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static ByteBuffer read(SocketChannel channel, int bytes) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(bytes);
    while (in.hasRemaining()) {
      if (channel.read(in) < 0) {
        throw new EOFException("it went away before it had said who it is");
      }
    }
    return in.flip();
  }
}
