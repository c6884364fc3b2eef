package greenloom.stress.sockets;

import greenloom.stress.sockets.Plan.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Puts on connections what their kind wants over them: TLS, or the socket of a channel. */
final class Tls {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final SSLContext context;

  /** Makes a certificate with the JDK's own tool. */
  Tls() throws IOException, GeneralSecurityException, InterruptedException {
    Path folder = Files.createTempDirectory("soak");
    Path store = folder.resolve("keys.p12");
    try {
      makeCertificate(store);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD);
      }
      context = context(keys);
    } finally {
      Files.deleteIfExists(store);
      Files.delete(folder);
    }
  }

  /** Talks to itself once, so that no hub has to wait until all classes for that are loaded. */
  void warmUp() throws IOException, InterruptedException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket door = new ServerSocket(0, 1, here);
        SocketWire client = overTls(new Socket(here, door.getLocalPort()), true);
        SocketWire server = overTls(door.accept(), false)) {
      Thread other = Thread.ofPlatform().start(() -> handshake(server));
      client.handshake();
      other.join();
    }
  }

  private static void handshake(SocketWire wire) {
    try {
      wire.handshake();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makeCertificate(Path store) throws IOException, InterruptedException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String words = "-genkeypair -alias soak -keyalg EC -dname CN=localhost -storetype PKCS12";
    ProcessBuilder builder = new ProcessBuilder(keytool);
    builder.command().addAll(List.of(words.split(" ", -1)));
    builder.command().add("-keystore");
    builder.command().add(store.toString());
    builder.command().add("-storepass");
    builder.command().add(new String(PASSWORD));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + said.strip());
    }
  }

  private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), new SecureRandom());
    return context;
  }

  /** What a client of that kind talks over. */
  Wire client(Kind kind, Wire wire) throws IOException {
    return over(kind, wire, true);
  }

  /** What a server of that kind talks over. */
  Wire server(Kind kind, Wire wire) throws IOException {
    return over(kind, wire, false);
  }

  private Wire over(Kind kind, Wire wire, boolean client) throws IOException {
    if (kind == Kind.CHANNEL_AS_SOCKET && wire instanceof ChannelWire channel) {
      return new SocketWire(channel.channel().socket());
    } else if (kind.tls() && wire instanceof SocketWire socket) {
      return overTls(socket.below(), client);
    }
    return wire;
  }

  private SocketWire overTls(Socket below, boolean client) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(below, "localhost", below.getPort(), true);
    tls.setUseClientMode(client);
    tls.setEnabledProtocols(new String[] {"TLSv1.3"}); // in which one can close half
    return new SocketWire(tls, below);
  }
}
