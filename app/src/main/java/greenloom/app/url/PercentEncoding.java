package greenloom.app.url;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The percent encoding of RFC 3986, brought to one form: unreserved characters bare, upper-case
 * digits.
 */
final class PercentEncoding {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentEncoding() {}

  /**
   * Encodes what is outside printable ASCII or in {@code reserved}, decodes what needs no encoding,
   * leaves other escapes as they are, and takes a per cent sign that starts no escape for the
   * character itself.
   */
  static String normalize(String text, String reserved) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int b = bytes[i] & 0xff;
      if (b == '%' && startsEscape(bytes, i)) {
        append(out, HexFormat.fromHexDigits(text(bytes, i + 1)));
        i += 2;
      } else if (b == '%' || b <= ' ' || b >= 0x7f || reserved.indexOf(b) >= 0) {
        escape(out, b);
      } else {
        out.append((char) b);
      }
    }
    return out.toString();
  }

  /** Decodes every escape; bytes that are not UTF-8 become the replacement character. */
  static String decode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      boolean escape = bytes[i] == '%' && startsEscape(bytes, i);
      bytes[length++] = escape ? (byte) HexFormat.fromHexDigits(text(bytes, i + 1)) : bytes[i];
      i += escape ? 2 : 0;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Appends one byte in its escaped form. */
  static void escape(StringBuilder out, int b) {
    out.append('%').append(HEX.toHexDigits((byte) b));
  }

  static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }

  private static void append(StringBuilder out, int escaped) {
    if (isUnreserved(escaped)) {
      out.append((char) escaped);
    } else {
      escape(out, escaped);
    }
  }

  private static boolean startsEscape(byte[] bytes, int at) {
    return at + 2 < bytes.length
        && HexFormat.isHexDigit(bytes[at + 1])
        && HexFormat.isHexDigit(bytes[at + 2]);
  }

  private static String text(byte[] bytes, int at) {
    return new String(bytes, at, 2, StandardCharsets.US_ASCII);
  }
}
