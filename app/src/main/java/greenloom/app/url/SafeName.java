package greenloom.app.url;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * File names for URLs: host as folder, then the path, {@code index.html} for a folder, the query
 * behind an {@code @} in front of the extension. Names are plain ASCII that every file system
 * takes, are never longer than it allows, and hold no segment that could lead out of the folder
 * they are put in. They are relative, with slashes.
 */
public final class SafeName {
  private static final int LONGEST_SEGMENT = 160;
  private static final int LONGEST_QUERY = 60;
  private static final int LONGEST_NAME = 1000;
  private static final int LONGEST_EXTENSION = 12;
  private static final String ALLOWED = "-._~!$&'()+,;=@%";
  private static final Pattern RESERVED =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

  private SafeName() {}

  /** The name for a URL below a folder of its host. */
  public static String of(WebUrl url) {
    return hostFolder(url) + "/" + withoutHost(url);
  }

  /** The name for a URL where all URLs are of one host. */
  public static String withoutHost(WebUrl url) {
    String[] segments = url.path().substring(1).split("/", -1);
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < segments.length - 1; i++) {
      name.append(segment(segments[i])).append('/');
    }
    name.append(lastSegment(segments[segments.length - 1], url));
    return name.length() <= LONGEST_NAME ? name.toString() : distinctFile(url);
  }

  /**
   * A name directly below the host's folder that no other URL has, for when the plain one is taken.
   */
  public static String distinct(WebUrl url) {
    return hostFolder(url) + "/" + distinctFile(url);
  }

  /** As {@link #distinct}, where all URLs are of one host. */
  public static String distinctFile(WebUrl url) {
    String path = url.path();
    String last = lastSegment(path.substring(path.lastIndexOf('/') + 1), url);
    return insert(shorten(last, LONGEST_SEGMENT - 17), "-" + digest(url.toString()));
  }

  private static String hostFolder(WebUrl url) {
    String host = url.host().replaceAll("[\\[\\]]", "").replace(':', '-');
    return segment(url.hasDefaultPort() ? host : host + "+" + url.port());
  }

  private static String lastSegment(String raw, WebUrl url) {
    String name = raw.isEmpty() ? "index.html" : raw;
    String query = url.query();
    if (query != null) {
      String tail = safe(query);
      name = insert(name, "@" + (tail.length() <= LONGEST_QUERY ? tail : digest(query)));
    }
    String segment = segment(name);
    return segment.toLowerCase(Locale.ROOT).endsWith(".part") ? segment + "_" : segment;
  }

  private static String segment(String raw) {
    String name = safe(raw);
    if (name.isEmpty()) {
      return "_";
    }
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1) + "%2E";
    }
    if (RESERVED.matcher(name).matches()) {
      name = "_" + name;
    }
    return name.length() <= LONGEST_SEGMENT
        ? name
        : insert(shorten(name, LONGEST_SEGMENT - 17), "-" + digest(raw));
  }

  private static String safe(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= '0' && b <= '9')
              || (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || ALLOWED.indexOf(b) >= 0;
      if (plain) {
        out.append((char) b);
      } else {
        PercentEncoding.escape(out, b);
      }
    }
    return out.toString();
  }

  private static String insert(String name, String beforeExtension) {
    int dot = extension(name);
    return name.substring(0, dot) + beforeExtension + name.substring(dot);
  }

  private static String shorten(String name, int limit) {
    if (name.length() <= limit) {
      return name;
    }
    String extension = name.substring(extension(name));
    return name.substring(0, limit - extension.length()) + extension;
  }

  private static int extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 || name.length() - dot > LONGEST_EXTENSION ? name.length() : dot;
  }

  private static String digest(String text) {
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
