package greenloom.app.load;

import greenloom.app.url.WebUrl;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request as it goes over the wire, made once and sent as often as wanted. */
public final class HttpRequest {
  /** What says where the request ends and what becomes of the connection. */
  private static final Set<String> OURS =
      Set.of("connection", "content-length", "expect", "te", "transfer-encoding", "upgrade");

  private final String method;
  private final byte[] bytes;

  private HttpRequest(String method, byte[] bytes) {
    this.method = method;
    this.bytes = bytes;
  }

  /**
   * Makes one.
   *
   * @param headers each {@code Name: value}; they take the place of what would be sent by itself
   * @param body what is sent with it; null for nothing
   * @param keepAlive whether more is to be asked over the same connection
   * @throws IllegalArgumentException for a method or header that cannot be sent
   */
  public static HttpRequest to(
      WebUrl url,
      String method,
      String userAgent,
      List<String> headers,
      byte @Nullable [] body,
      boolean keepAlive) {
    if (!isToken(method)) {
      throw new IllegalArgumentException("'" + method + "' is no method");
    }
    Set<String> given =
        headers.stream().map(header -> lowerCase(nameOf(header))).collect(Collectors.toSet());
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(url.path());
    head.append(url.query() == null ? "" : "?" + url.query()).append(" HTTP/1.1\r\n");
    Map<String, String> usual = new LinkedHashMap<>();
    usual.put("Host", url.authority());
    usual.put("User-Agent", userAgent);
    usual.put("Accept", "*/*");
    usual.forEach(
        (name, value) -> put(head, given.contains(lowerCase(name)) ? "" : name + ": " + value));
    headers.forEach(header -> put(head, header));
    put(head, keepAlive ? "" : "Connection: close");
    put(head, body == null ? "" : "Content-Length: " + body.length);
    head.append("\r\n");
    return new HttpRequest(method, together(head.toString(), body));
  }

  /** Whether its answer has no body, whatever the headers of that say. */
  boolean isHead() {
    return method.equals("HEAD");
  }

  /** All of it, head and body; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  private static void put(StringBuilder head, String header) {
    head.append(header).append(header.isEmpty() ? "" : "\r\n");
  }

  private static String nameOf(String header) {
    String name = header.substring(0, Math.max(0, header.indexOf(':')));
    if (!isToken(name)) {
      throw new IllegalArgumentException("'" + header + "' is no header such as 'Name: value'");
    }
    if (OURS.contains(lowerCase(name))) {
      throw new IllegalArgumentException("the header " + name + " is set by the program itself");
    }
    return name;
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static boolean isToken(String text) {
    return text.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  }

  private static byte[] together(String head, byte @Nullable [] body) {
    byte[] first = head.getBytes(StandardCharsets.US_ASCII);
    int more = body == null ? 0 : body.length;
    byte[] all = Arrays.copyOf(first, first.length + more);
    if (body != null) {
      System.arraycopy(body, 0, all, first.length, more);
    }
    return all;
  }
}
