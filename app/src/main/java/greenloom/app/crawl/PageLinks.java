package greenloom.app.crawl;

import greenloom.app.url.BadUrl;
import greenloom.app.url.WebUrl;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** Finds what an HTML page refers to, in the order of the page, each URL once. */
final class PageLinks {
  private static final long LARGEST_PAGE = 16 << 20;
  private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*[\"']?([^\\s;\"']+)");
  private static final String REFERRING =
      "a[href], area[href], img, source[srcset], link[href], meta[property^=og:image][content]";
  private static final Set<String> PAGE_RELATIONS = Set.of("canonical", "next", "prev");
  private static final Set<String> PART_RELATIONS =
      Set.of("stylesheet", "icon", "apple-touch-icon", "mask-icon", "image_src", "manifest");
  private static final Set<String> IMAGE_PROPERTIES =
      Set.of("og:image", "og:image:url", "og:image:secure_url");

  private final WebUrl base;
  private final Map<WebUrl, Link> found = new LinkedHashMap<>();

  private PageLinks(WebUrl base) {
    this.base = base;
  }

  /**
   * Reads the page in a file; none are found in one that is too large to be a page.
   *
   * @param file the page
   * @param contentType what the server called it, for its character set
   * @param at where it came from
   */
  static List<Link> in(Path file, String contentType, WebUrl at) throws IOException {
    if (Files.size(file) > LARGEST_PAGE) {
      return List.of();
    }
    return in(Jsoup.parse(file, charset(contentType), at.toString()), at);
  }

  /** Reads a page given as text. */
  static List<Link> in(String html, WebUrl at) {
    return in(Jsoup.parse(html, at.toString()), at);
  }

  private static List<Link> in(Document document, WebUrl at) {
    PageLinks links = new PageLinks(base(document, at));
    document.select(REFERRING).forEach(links::addAllOf);
    return List.copyOf(links.found.values());
  }

  private static WebUrl base(Document document, WebUrl at) {
    Element base = document.selectFirst("base[href]");
    try {
      return base == null ? at : at.resolve(base.attr("href"));
    } catch (BadUrl e) {
      return at;
    }
  }

  private void addAllOf(Element element) {
    switch (element.normalName()) {
      case "a", "area" -> add(element.attr("href"), Link.Kind.PAGE);
      case "link" -> addLink(element);
      case "meta" -> {
        if (IMAGE_PROPERTIES.contains(element.attr("property"))) {
          add(element.attr("content"), Link.Kind.PART);
        }
      }
      default -> {
        add(element.attr("src"), Link.Kind.PART);
        srcset(element.attr("srcset")).forEach(url -> add(url, Link.Kind.PART));
      }
    }
  }

  private void addLink(Element link) {
    for (String relation : link.attr("rel").toLowerCase(Locale.ROOT).split("\\s+", -1)) {
      if (PAGE_RELATIONS.contains(relation)) {
        add(link.attr("href"), Link.Kind.PAGE);
      } else if (PART_RELATIONS.contains(relation)) {
        add(link.attr("href"), Link.Kind.PART);
      }
    }
  }

  private void add(String reference, Link.Kind kind) {
    if (reference.isBlank()) {
      return;
    }
    try {
      WebUrl url = base.resolve(reference);
      found.putIfAbsent(url, new Link(url, kind));
    } catch (BadUrl e) {
      // mail addresses, scripts and mistakes of the page's author: nothing to follow
    }
  }

  /**
   * The URLs of a srcset attribute: each up to white space, its descriptors up to the next comma.
   */
  static List<String> srcset(String attribute) {
    List<String> urls = new ArrayList<>();
    int i = 0;
    while (i < attribute.length()) {
      int start = skip(attribute, i, true);
      int end = skip(attribute, start, false);
      String url = attribute.substring(start, end);
      boolean alone = url.endsWith(",");
      String bare = url.replaceAll(",+$", "");
      if (!bare.isEmpty()) {
        urls.add(bare);
      }
      int comma = attribute.indexOf(',', end);
      i = alone ? end : comma < 0 ? attribute.length() : comma + 1;
    }
    return urls;
  }

  private static int skip(String text, int from, boolean separators) {
    int i = from;
    while (i < text.length() && separators == isSeparator(text.charAt(i), separators)) {
      i++;
    }
    return i;
  }

  private static boolean isSeparator(char c, boolean commaToo) {
    return Character.isWhitespace(c) || (commaToo && c == ',');
  }

  private static @Nullable String charset(String contentType) {
    Matcher m = CHARSET.matcher(contentType);
    try {
      return m.find() && Charset.isSupported(m.group(1)) ? m.group(1) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
