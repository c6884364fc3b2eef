package greenloom.app.transfer;

import static greenloom.Greenloom.blocking;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;

/**
 * Resolves names on the hub's thread pool, because the operating system's resolver would hold up
 * the hub.
 */
final class HubDns implements Dns {
  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    boolean literal =
        host.contains(":") || Character.digit(host.charAt(host.length() - 1), 10) >= 0;
    return literal ? Dns.SYSTEM.lookup(host) : blocking(() -> Dns.SYSTEM.lookup(host));
  }
}
