package greenloom.app.url;

import java.net.IDN;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads URLs the way browsers do (the WHATWG standard, for http and https only): it forgives white
 * space around, backslashes and characters that should have been encoded. Beyond the standard it
 * brings percent encoding to one form and refuses user names and passwords, which nobody wants in
 * file names and logs.
 */
final class UrlParser {
  private static final Pattern SCHEME = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*):");
  private static final Pattern IPV4 =
      Pattern.compile(
          "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(^|.*\\.)(\\d+|0[xX][0-9a-fA-F]*)\\.?");
  private static final String NOT_IN_HOSTS = " #%/:<>?@[\\]^|";
  private static final String ENCODED_IN_PATHS = "\"<>`{}^\\|";
  private static final String ENCODED_IN_QUERIES = "\"<>'";

  private UrlParser() {}

  /** Reads a URL, absolute or, with a base, relative to that. */
  static WebUrl parse(String text, @Nullable WebUrl base) throws BadUrl {
    String s = withoutFragment(text.strip().replaceAll("[\\t\\r\\n]", ""));
    Matcher scheme = SCHEME.matcher(s);
    if (scheme.find()) {
      String name = scheme.group(1).toLowerCase(Locale.ROOT);
      String rest = s.substring(scheme.end());
      if (!name.equals("http") && !name.equals("https")) {
        throw new BadUrl(
            BadUrl.Kind.SCHEME,
            "unknown scheme \"" + name + "\" (only http and https can be fetched)");
      }
      if (startsWithSlashes(rest)) {
        return absolute(name, rest.substring(2));
      }
      if (base == null || !base.scheme().equals(name)) {
        throw BadUrl.syntax("\"//\" must follow \"" + name + ":\"");
      }
      return relative(rest, base);
    }
    if (base == null) {
      throw BadUrl.syntax("it does not start with http:// or https://");
    }
    return startsWithSlashes(s) ? absolute(base.scheme(), s.substring(2)) : relative(s, base);
  }

  private static WebUrl absolute(String scheme, String rest) throws BadUrl {
    int end = 0;
    while (end < rest.length() && "/\\?".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    String authority = rest.substring(0, end);
    if (authority.contains("@")) {
      throw BadUrl.syntax("user names and passwords in URLs are not supported");
    }
    int colon = authority.indexOf(':', authority.lastIndexOf(']') + 1);
    String host = host(colon < 0 ? authority : authority.substring(0, colon));
    int port = port(colon < 0 ? "" : authority.substring(colon + 1), WebUrl.defaultPort(scheme));
    String tail = rest.substring(end);
    return new WebUrl(scheme, host, port, path(beforeQuery(tail)), query(tail));
  }

  private static WebUrl relative(String reference, WebUrl base) {
    String path = beforeQuery(reference);
    if (path.isEmpty()) {
      String query = reference.isEmpty() ? base.query() : query(reference);
      return new WebUrl(base.scheme(), base.host(), base.port(), base.path(), query);
    }
    boolean rooted = path.startsWith("/") || path.startsWith("\\");
    String full = rooted ? path : base.path().substring(0, base.path().lastIndexOf('/') + 1) + path;
    return new WebUrl(base.scheme(), base.host(), base.port(), path(full), query(reference));
  }

  private static String host(String text) throws BadUrl {
    if (text.startsWith("[")) {
      return ipv6(text);
    }
    String host = ascii(PercentEncoding.decode(text));
    if (host.isEmpty()) {
      throw BadUrl.syntax("the host is missing");
    }
    if (host.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || NOT_IN_HOSTS.indexOf(c) >= 0)
        || host.contains("..")
        || host.startsWith(".")) {
      throw BadUrl.syntax("\"" + text + "\" is no host name");
    }
    if (ENDS_IN_NUMBER.matcher(host).matches() && !IPV4.matcher(host).matches()) {
      throw BadUrl.syntax("\"" + text + "\" is no IPv4 address");
    }
    return host;
  }

  private static String ascii(String host) throws BadUrl {
    try {
      return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw BadUrl.syntax("\"" + host + "\" is no host name");
    }
  }

  private static String ipv6(String text) throws BadUrl {
    String literal = text.endsWith("]") ? text.substring(1, text.length() - 1) : "";
    try {
      if (!literal.contains(":") || literal.contains("%")) {
        throw new IllegalArgumentException(literal);
      }
      InetAddress.ofLiteral(literal);
    } catch (IllegalArgumentException e) {
      throw BadUrl.syntax("\"" + text + "\" is no IPv6 address");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static int port(String digits, int otherwise) throws BadUrl {
    if (digits.isEmpty()) {
      return otherwise;
    }
    int port = digits.matches("0*\\d{1,5}") ? Integer.parseInt(digits) : -1;
    if (port < 1 || port > 65535) {
      throw BadUrl.syntax("\"" + digits + "\" is no port number (1 to 65535)");
    }
    return port;
  }

  private static String path(String raw) {
    String[] segments = raw.replace('\\', '/').split("/", -1);
    Deque<String> kept = new ArrayDeque<>();
    for (int i = 1; i < segments.length; i++) {
      String segment = PercentEncoding.normalize(segments[i], ENCODED_IN_PATHS);
      boolean last = i == segments.length - 1;
      if (segment.equals("..")) {
        kept.pollLast();
      } else if (!segment.equals(".")) {
        kept.addLast(segment);
        continue;
      }
      if (last) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }

  private static @Nullable String query(String reference) {
    int mark = reference.indexOf('?');
    return mark < 0 || mark == reference.length() - 1
        ? null
        : PercentEncoding.normalize(reference.substring(mark + 1), ENCODED_IN_QUERIES);
  }

  private static String beforeQuery(String reference) {
    int mark = reference.indexOf('?');
    return mark < 0 ? reference : reference.substring(0, mark);
  }

  private static String withoutFragment(String text) {
    int hash = text.indexOf('#');
    return hash < 0 ? text : text.substring(0, hash);
  }

  private static boolean startsWithSlashes(String s) {
    return s.length() >= 2 && "/\\".indexOf(s.charAt(0)) >= 0 && "/\\".indexOf(s.charAt(1)) >= 0;
  }
}
