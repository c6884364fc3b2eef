package greenloom.app.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A generated site: one root, nine sections, fifty leaves, and forty pictures on root and sections.
 */
public final class DemoSite {
  /** Pages in all. */
  public static final int PAGES = 60;

  /** Pictures in all. */
  public static final int IMAGES = 40;

  private static final int SECTIONS = 9;
  private static final int LEAVES = PAGES - 1 - SECTIONS;
  private static final int IMAGES_A_PAGE = IMAGES / (SECTIONS + 1);
  private static final int SIDE = 48;
  private static final List<String> WORDS =
      List.of(
          "warp", "weft", "heddle", "shuttle", "selvage", "treadle", "bobbin", "reed", "twill",
          "loom");

  private final Map<String, Resource> resources = new HashMap<>();
  private final Random random = new Random(9);

  /** What the site answers with. */
  static final class Resource {
    final String contentType;
    final byte[] body;

    /** True if it comes only after a while. */
    final boolean slow;

    private Resource(String contentType, byte[] body, boolean slow) {
      this.contentType = contentType;
      this.body = body;
      this.slow = slow;
    }
  }

  /** Makes the same site each time. */
  public DemoSite() {
    put("/robots.txt", "text/plain", "User-agent: *\nDisallow: /private/\n", false);
    List<String> sections = new ArrayList<>();
    for (int s = 0; s < SECTIONS; s++) {
      String section = "/" + WORDS.get(s) + "/";
      sections.add(section);
      page(section, leaves(section, s), pictures(section));
    }
    sections.add("/private/ledger.html");
    page("/", sections, pictures("/"));
  }

  @Nullable Resource find(String path) {
    return resources.get(path);
  }

  private List<String> leaves(String section, int s) {
    List<String> leaves = new ArrayList<>();
    for (int n = s; n < LEAVES; n += SECTIONS) {
      String leaf = section + "leaf-" + (n + 1) + ".html";
      page(leaf, List.of("/", section), List.of());
      leaves.add(leaf);
    }
    return leaves;
  }

  private List<String> pictures(String section) {
    List<String> pictures = new ArrayList<>();
    for (int n = 1; n <= IMAGES_A_PAGE; n++) {
      String picture = section + "pattern-" + n + ".png";
      resources.put(picture, new Resource("image/png", weave(), true));
      pictures.add(picture);
    }
    return pictures;
  }

  private byte[] weave() {
    int warp = random.nextInt(0x1000000);
    int weft = random.nextInt(0x1000000);
    int step = 2 + random.nextInt(5);
    return Png.encode(
        SIDE, SIDE, (x, y) -> (x / 4 + (y / 4) * step) % (step + 1) < step / 2 + 1 ? warp : weft);
  }

  private void page(String path, List<String> links, List<String> pictures) {
    StringBuilder html =
        new StringBuilder(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.append("<title>")
        .append(path)
        .append("</title>\n</head>\n<body>\n<h1>")
        .append(path)
        .append("</h1>\n<p>");
    for (int i = 0; i < 60; i++) {
      html.append(WORDS.get(random.nextInt(WORDS.size()))).append(i % 12 == 11 ? ".\n" : " ");
    }
    html.append("</p>\n");
    pictures.forEach(p -> html.append("<img src=\"").append(p).append("\" alt=\"a pattern\">\n"));
    links.forEach(
        l -> html.append("<a href=\"").append(l).append("\">").append(l).append("</a>\n"));
    put(path, "text/html; charset=utf-8", html.append("</body>\n</html>\n").toString(), true);
  }

  private void put(String path, String contentType, String body, boolean slow) {
    resources.put(path, new Resource(contentType, body.getBytes(StandardCharsets.UTF_8), slow));
  }
}
