package greenloom.net;

import static greenloom.Greenloom.spawnOn;

import greenloom.Greenlet;
import greenloom.Group;
import greenloom.hub.GreenletExit;
import greenloom.hub.Hub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A console into the running process: a line is a command, {@code help} lists them. It shows the
 * green threads of all hubs and can kill them, and with the module {@code jdk.jshell} it runs Java.
 *
 * <p>There is none unless a program opens one. Whoever can connect can do anything that the process
 * can: with {@link #onSocket} that is the user it runs as, with {@link #onPort} everybody on this
 * machine. Other machines cannot. Use it with {@code socat - UNIX-CONNECT:file} or {@code nc
 * 127.0.0.1 port}.
 *
 * <p>It lives on a hub of its own, so that it answers when the others are stuck, and does not keep
 * the JVM alive. Any thread may open and close it.
 */
public final class Backdoor implements AutoCloseable {
  private final Hub hub = Hub.setup("backdoor").daemon().start();
  private final ServerSocketChannel listener;
  private final SocketAddress address;
  private final Greenlet<?> server;

  private Backdoor(ServerSocketChannel listener, SocketAddress address) {
    this.listener = listener;
    this.address = address;
    this.server = spawnOn(hub, this::serve).named("backdoor");
  }

  /**
   * Opens one at a port of the loopback address; 0: a free one.
   *
   * @throws IOException if that is taken
   */
  public static Backdoor onPort(int port) throws IOException {
    return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * Opens one at an address.
   *
   * @throws IllegalArgumentException if other machines could reach it
   * @throws IOException if it is taken
   */
  public static Backdoor at(InetSocketAddress address) throws IOException {
    if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "a backdoor opens to this machine only; "
              + address
              + " is no loopback address, use 127.0.0.1 or a Unix socket");
    }
    return open(ServerSocketChannel.open(), address);
  }

  /**
   * Opens one as a Unix socket that only the user of this process can use. The file is deleted when
   * it is closed.
   *
   * @throws IOException if the file exists, or cannot be made
   */
  public static Backdoor onSocket(Path file) throws IOException {
    if (Files.exists(file)) {
      throw new IOException(file + " exists already; delete it, or name another");
    }
    return open(
        ServerSocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(file));
  }

  private static Backdoor open(ServerSocketChannel listener, SocketAddress address)
      throws IOException {
    try {
      if (address instanceof UnixDomainSocketAddress unix) {
        bindForOneUser(listener, unix.getPath());
        return new Backdoor(listener, address);
      }
      listener.bind(address);
      return new Backdoor(listener, listener.getLocalAddress());
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  /** Nobody else may come in between the making of the file and its rights. */
  private static void bindForOneUser(ServerSocketChannel listener, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path room =
        Files.createTempDirectory(
            folder,
            ".",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      Path made = room.resolve("s");
      listener.bind(UnixDomainSocketAddress.of(made));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
      Files.move(made, file);
    } finally {
      Files.delete(room);
    }
  }

  /** Returns where it is: an {@link InetSocketAddress} or a {@link UnixDomainSocketAddress}. */
  public SocketAddress address() {
    return address;
  }

  private void serve() throws IOException {
    Group visits = new Group();
    while (listener.isOpen()) {
      try {
        SocketChannel visitor = listener.accept();
        visits.spawn(() -> BackdoorVisit.hold(visitor)).named("backdoor visit");
      } catch (ClosedChannelException e) {
        return;
      }
    }
  }

  /** Closes it; visits end. Waits for that, and may be called from a visit or any other thread. */
  @Override
  public void close() throws IOException {
    listener.close();
    if (address instanceof UnixDomainSocketAddress unix) {
      Files.deleteIfExists(unix.getPath());
    }
    server.killSoon();
    if (Hub.current() == hub) {
      hub.threads().forEach(t -> t.deliver(new GreenletExit()));
    } else {
      hub.close();
    }
  }

  @Override
  public String toString() {
    return "Backdoor[" + address + (listener.isOpen() ? "]" : ", closed]");
  }
}
