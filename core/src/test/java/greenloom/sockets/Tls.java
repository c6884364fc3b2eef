package greenloom.sockets;

import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** TLS with a certificate made for the test, which both sides trust. */
public final class Tls {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final SSLContext context;

  private Tls(SSLContext context) {
    this.context = context;
  }

  /** Makes the certificate with the JDK's own tool, in {@code folder}. */
  public static Tls in(Path folder) throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), new SecureRandom());
    return new Tls(context);
  }

  /** Returns what knows the certificate. */
  public SSLContext context() {
    return context;
  }

  /** Puts TLS over {@code socket}, as the client. */
  public SSLSocket client(Socket socket, String protocol) throws Exception {
    return over(socket, protocol, true);
  }

  /** Puts TLS over {@code socket}, as the server. */
  SSLSocket server(Socket socket, String protocol) throws Exception {
    return over(socket, protocol, false);
  }

  private SSLSocket over(Socket socket, String protocol, boolean client) throws Exception {
    SSLSocket tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    tls.setUseClientMode(client);
    tls.setEnabledProtocols(new String[] {protocol});
    return tls;
  }
}
