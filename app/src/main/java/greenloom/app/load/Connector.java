package greenloom.app.load;

import static greenloom.Greenloom.withTimeout;

import greenloom.hub.TimeoutExpired;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Connects to one address, with TLS or without. For any thread. */
public final class Connector {
  private final InetSocketAddress address;
  private final Duration timeout;
  private final @Nullable SSLSocketFactory tls;
  private final String tlsName;
  private final boolean insecure;

  private Connector(
      InetSocketAddress address,
      Duration timeout,
      @Nullable SSLSocketFactory tls,
      String tlsName,
      boolean insecure) {
    this.address = address;
    this.timeout = timeout;
    this.tls = tls;
    this.tlsName = tlsName;
    this.insecure = insecure;
  }

  /**
   * One for {@code target}, to the first of its addresses that a connection stands with; waits for
   * that.
   *
   * @param addresses at least one
   * @param timeout the longest time for a connection to stand
   * @param insecure whether any certificate will do
   * @throws IOException why it does not stand with the last one
   */
  public static Connector to(
      Target target, List<InetAddress> addresses, Duration timeout, boolean insecure)
      throws IOException {
    @Nullable SSLSocketFactory tls = target.isTls() ? context(insecure).getSocketFactory() : null;
    String name = target.host().replaceAll("[\\[\\]]", "");
    for (int i = 0; ; i++) {
      InetSocketAddress address = new InetSocketAddress(addresses.get(i), target.port());
      Connector connector = new Connector(address, timeout, tls, name, insecure);
      try {
        connector.tryOut();
        return connector;
      } catch (IOException e) {
        if (i == addresses.size() - 1) {
          throw e;
        }
      }
    }
  }

  private void tryOut() throws IOException {
    try (Socket socket = socket();
        Socket _ = withTimeout(timeout, () -> connect(socket))) {
      // it stands
    } catch (TimeoutExpired e) {
      throw new SocketTimeoutException("no TLS in time");
    }
  }

  private static SSLContext context(boolean insecure) {
    try {
      if (!insecure) {
        return SSLContext.getDefault();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAnybody()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot do TLS", e);
    }
  }

  /** A socket that has yet to be connected. Closing it ends everything that is done with it. */
  Socket socket() {
    return new Socket(Proxy.NO_PROXY);
  }

  /**
   * Connects {@code socket}; waits for it.
   *
   * @return the socket to talk through
   */
  Socket connect(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(address, Math.toIntExact(timeout.toMillis()));
    if (tls == null) {
      return socket;
    }
    SSLSocket secure = (SSLSocket) tls.createSocket(socket, tlsName, address.getPort(), true);
    if (!insecure) {
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
    }
    secure.startHandshake();
    return secure;
  }

  /** For servers that are tested with certificates of their own making. */
  private static final class TrustAnybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
