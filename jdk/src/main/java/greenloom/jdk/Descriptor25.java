package greenloom.jdk;

import java.io.FileDescriptor;
import java.net.Socket;
import java.net.SocketImpl;
import jdk.internal.access.JavaIOFileDescriptorAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import sun.nio.ch.NioSocketImpl;

/** The number of a socket's descriptor. */
final class Descriptor25 {
  private static final Unsafe U = Unsafe.getUnsafe();
  private static final JavaIOFileDescriptorAccess NUMBERS =
      SharedSecrets.getJavaIOFileDescriptorAccess();
  private static final long BEHIND = U.objectFieldOffset(Socket.class, "impl");
  private static final long DESCRIPTOR = U.objectFieldOffset(SocketImpl.class, "fd");

  private Descriptor25() {}

  /** Returns it; -1 if it has none, or is no socket of the JDK's own making. */
  static int of(Socket socket) {
    return U.getReferenceVolatile(socket, BEHIND) instanceof NioSocketImpl behind
            && U.getReference(behind, DESCRIPTOR) instanceof FileDescriptor descriptor
        ? NUMBERS.get(descriptor)
        : -1;
  }
}
