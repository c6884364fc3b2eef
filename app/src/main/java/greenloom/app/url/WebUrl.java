package greenloom.app.url;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * An absolute http or https URL in canonical form: two texts that mean the same resource give equal
 * values. Scheme and host are in lower case, the default port, the fragment, an empty query and dot
 * segments are gone, everything is ASCII, and percent encoding is used where it is needed and only
 * there.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name, a dotted IPv4 address, or an IPv6 address in brackets
 * @param port always the effective one
 * @param path starts with a slash
 * @param query without the question mark; null if there is none
 */
public record WebUrl(String scheme, String host, int port, String path, @Nullable String query)
    implements Serializable {

  /** Reads an absolute URL. */
  public static WebUrl parse(String text) throws BadUrl {
    return UrlParser.parse(text, null);
  }

  /** Reads a reference as it stands in a page whose address is this URL. */
  public WebUrl resolve(String reference) throws BadUrl {
    return UrlParser.parse(reference, this);
  }

  /** Host and, if it is not the scheme's own, port. */
  public String authority() {
    return hasDefaultPort() ? host : host + ":" + port;
  }

  /** True if the port is 80 for http or 443 for https. */
  public boolean hasDefaultPort() {
    return port == defaultPort(scheme);
  }

  /** Scheme and authority: what one robots.txt governs. */
  public String origin() {
    return scheme + "://" + authority();
  }

  /**
   * True if both are on one host, be it over http or https on their usual ports, or on one unusual
   * port.
   */
  public boolean sameSite(WebUrl other) {
    return host.equals(other.host)
        && (port == other.port || (hasDefaultPort() && other.hasDefaultPort()));
  }

  static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  @Override
  public String toString() {
    return origin() + path + (query == null ? "" : "?" + query);
  }
}
