package greenloom.app.load;

import greenloom.app.url.BadUrl;
import greenloom.app.url.WebUrl;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is put under load.
 *
 * @param scheme {@code http}, {@code https}, or {@code tcp} for a server that echoes
 * @param url where; for tcp its scheme and path mean nothing
 */
public record Target(String scheme, WebUrl url) {
  private static final String TCP = "tcp://";
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

  /**
   * Reads {@code http://...}, {@code https://...} or {@code tcp://host:port}.
   *
   * @throws IllegalArgumentException saying why it is none of these, without the text itself
   */
  public static Target parse(String text) {
    if (!SCHEME.matcher(text.strip()).lookingAt()) {
      throw new IllegalArgumentException("it does not start with http://, https:// or tcp://");
    }
    try {
      if (text.strip().toLowerCase(Locale.ROOT).startsWith(TCP)) {
        return tcp(text.strip().substring(TCP.length()));
      }
      WebUrl url = WebUrl.parse(text);
      return new Target(url.scheme(), url);
    } catch (BadUrl e) {
      String why =
          e.kind() == BadUrl.Kind.SCHEME
              ? "unknown scheme (only http, https and tcp)"
              : String.valueOf(e.getMessage());
      throw new IllegalArgumentException(why, e);
    }
  }

  private static Target tcp(String authority) throws BadUrl {
    if (!authority.matches(".+:\\d+")) {
      throw new IllegalArgumentException("it must be tcp://host:port");
    }
    WebUrl url = WebUrl.parse("http://" + authority);
    if (!url.path().equals("/") || url.query() != null) {
      throw new IllegalArgumentException("it must be tcp://host:port");
    }
    return new Target("tcp", url);
  }

  /** Whether it talks HTTP. */
  public boolean isHttp() {
    return !scheme.equals("tcp");
  }

  /** Whether it talks through TLS. */
  public boolean isTls() {
    return scheme.equals("https");
  }

  /** The host as it was given: a name or an address, one of IPv6 in brackets. */
  public String host() {
    return url.host();
  }

  /** The port. */
  public int port() {
    return url.port();
  }

  @Override
  public String toString() {
    return isHttp() ? url.toString() : TCP + host() + ":" + port();
  }
}
