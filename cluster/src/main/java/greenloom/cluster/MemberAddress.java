package greenloom.cluster;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;

/**
 * Where a member of a cluster listens: an address of its machine and a port.
 *
 * @param host a name, or a numeric address without brackets
 * @param port from 1 to 65535
 */
public record MemberAddress(String host, int port) {
  private static final int MOST = 65535;
  private static final int UNIQUE_LOCAL = 0xfc; // RFC 4193: the IPv6 addresses of private networks

  /**
   * Reads {@code host:port}; an IPv6 address stands in brackets.
   *
   * @throws IllegalArgumentException if it is none; the message is for users
   */
  public static MemberAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    String port = text.substring(colon + 1);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      throw wrong(text, "an IPv6 address needs brackets, as in [::1]:5701");
    }
    if (colon < 0 || host.isBlank() || host.chars().anyMatch(c -> c <= ' ' || c == ',')) {
      throw wrong(text, "say host:port, as in 127.0.0.1:5701");
    }
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > MOST || Integer.parseInt(port) < 1) {
      throw wrong(text, "its port is no number from 1 to " + MOST);
    }
    return new MemberAddress(host, Integer.parseInt(port));
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException("'" + text + "' is no address of a member: " + why);
  }

  /** Looks up the host's number. Waits for name servers. */
  InetSocketAddress resolved() {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new ClusterJoinException(
          "cannot resolve the member " + this + "; check the spelling and the network", e);
    }
  }

  /** Returns whether packets to it stay on this machine or in a private network. */
  static boolean isPrivate(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address instanceof Inet6Address
            && (address.getAddress()[0] & UNIQUE_LOCAL) == UNIQUE_LOCAL
            && !address.isMulticastAddress();
  }

  /** Returns whether it is of this machine. */
  static boolean isHere(InetAddress address) {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  /** Returns whether nobody listens there now; for addresses of this machine. */
  static boolean isFree(InetSocketAddress address) {
    try (ServerSocket trial = new ServerSocket()) {
      trial.setReuseAddress(true);
      trial.bind(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns it as {@link #parse} reads it. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
