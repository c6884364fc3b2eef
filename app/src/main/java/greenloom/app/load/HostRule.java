package greenloom.app.load;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may be put under load: this machine, private networks, and whoever the user says is theirs.
 */
public final class HostRule {
  private final Set<String> owned;

  /** Allows beside the private ones the hosts that the user claims, as they stand in URLs. */
  public HostRule(List<String> owned) {
    this.owned = owned.stream().map(HostRule::canonical).collect(Collectors.toSet());
  }

  /**
   * Why a host must not be put under load; empty if it may.
   *
   * @param host as it stands in the URL
   * @param addresses all that it resolves to
   */
  public Optional<String> refusal(String host, List<InetAddress> addresses) {
    if (owned.contains(canonical(host))) {
      return Optional.empty();
    }
    return addresses.stream()
        .filter(address -> !isPrivate(address))
        .findFirst()
        .map(address ->
            host + " is no host of this machine or of a private network" + at(host, address));
  }

  private static String at(String host, InetAddress address) {
    String name = canonical(host);
    boolean literal = name.contains(":") || name.matches("[0-9.]+");
    return literal ? "" : " (it is " + address.getHostAddress() + ")";
  }

  /**
   * Whether an address is this machine's own or of a private network: loopback, the unspecified
   * one, 10/8, 172.16/12, 192.168/16 (RFC 1918), fc00::/7 (RFC 4193). Link-local ones are not: at
   * those of the cloud, somebody else's services listen.
   */
  static boolean isPrivate(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || (address instanceof Inet4Address
            ? address.isSiteLocalAddress()
            : (address.getAddress()[0] & 0xfe) == 0xfc);
  }

  private static String canonical(String host) {
    String name = host.strip().toLowerCase(Locale.ROOT);
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }
}
