package greenloom.app.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.app.url.BadUrl;
import greenloom.app.url.WebUrl;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrontierTest {
  private final WebUrl start = url("http://h/");

  private static WebUrl url(String text) {
    try {
      return WebUrl.parse(text);
    } catch (BadUrl e) {
      throw new AssertionError(e);
    }
  }

  private Frontier frontier(int depth, int pages) {
    return new Frontier(start, new CrawlLimits(depth, pages));
  }

  private static boolean allowed(WebUrl url) {
    return !url.path().startsWith("/private");
  }

  private static List<Link> admit(Frontier frontier, List<Link> found, int depth) {
    return frontier.admit(found, depth, FrontierTest::allowed);
  }

  private static Optional<String> objection(Frontier frontier, String from, String to) {
    return frontier.rule(FrontierTest::allowed).objection(url(from), url(to));
  }

  private static List<Link> pages(String... urls) {
    return Arrays.stream(urls).map(u -> Link.page(url(u))).toList();
  }

  private static List<Link> parts(String... urls) {
    return Arrays.stream(urls).map(u -> new Link(url(u), Link.Kind.PART)).toList();
  }

  @Test
  void admit_eachUrlOnce_startIncluded() {
    Frontier frontier = frontier(5, 100);

    assertThat(admit(frontier, pages("http://h/", "http://h/a", "http://h/a"), 1))
        .isEqualTo(pages("http://h/a"));
    assertThat(admit(frontier, pages("http://h/a", "http://h/b"), 2))
        .isEqualTo(pages("http://h/b"));
  }

  @Test
  void admit_otherHosts_areLeftOut() {
    assertThat(admit(frontier(5, 100), pages("http://other/", "http://h:81/", "https://h/s"), 1))
        .isEqualTo(pages("https://h/s"));
  }

  @Test
  void admit_tooDeep_onlyPartsOfPages() {
    Frontier frontier = frontier(1, 100);

    assertThat(admit(frontier, pages("http://h/deep"), 2)).isEmpty();
    assertThat(admit(frontier, parts("http://h/x.png"), 2)).isEqualTo(parts("http://h/x.png"));
    assertThat(frontier.beyond()).isEqualTo(1);
  }

  @Test
  void admit_tooManyPages_onlyTheFirst() {
    Frontier frontier = frontier(5, 3);

    assertThat(admit(frontier, pages("http://h/a", "http://h/b", "http://h/c"), 1))
        .isEqualTo(pages("http://h/a", "http://h/b"));
    assertThat(frontier.beyond()).isEqualTo(1);
  }

  @Test
  void admit_forbidden_isCountedOnce() {
    Frontier frontier = frontier(5, 2);

    assertThat(admit(frontier, pages("http://h/private/x", "http://h/private/x", "http://h/a"), 1))
        .isEqualTo(pages("http://h/a"));
    assertThat(frontier.disallowed()).isEqualTo(1);
  }

  @Test
  void rule_withinTheSite_onlyToWhatIsNew() {
    Frontier frontier = frontier(5, 100);
    admit(frontier, pages("http://h/a"), 1);

    assertThat(objection(frontier, "http://h/x", "http://h/new")).isEmpty();
    assertThat(objection(frontier, "http://h/x", "http://h/a")).isPresent();
    assertThat(objection(frontier, "http://h/x", "http://other/"))
        .get()
        .asString()
        .contains("other");
    assertThat(objection(frontier, "http://h/x", "http://h/private/"))
        .get()
        .asString()
        .contains("robots");
  }

  @Test
  void startRule_movesTheSite() {
    Frontier frontier = frontier(5, 100);

    assertThat(frontier.startRule(FrontierTest::allowed).objection(start, url("http://www.h/")))
        .isEmpty();
    assertThat(admit(frontier, pages("http://h/a", "http://www.h/a"), 1))
        .isEqualTo(pages("http://www.h/a"));
  }

  @Test
  void rule_theSameRedirectAgain_isFollowedAgain() {
    Frontier frontier = frontier(5, 100);

    assertThat(objection(frontier, "http://h/x", "http://h/new")).isEmpty();
    assertThat(objection(frontier, "http://h/x", "http://h/new")).isEmpty();
    assertThat(objection(frontier, "http://h/y", "http://h/new")).isPresent();
  }
}
