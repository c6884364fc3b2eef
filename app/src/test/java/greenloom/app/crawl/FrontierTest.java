package greenloom.app.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.app.url.BadUrl;
import greenloom.app.url.WebUrl;
import java.util.Arrays;
import java.util.List;
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
    return new Frontier(
        start, new CrawlLimits(depth, pages), url -> !url.path().startsWith("/private"));
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

    assertThat(frontier.admit(pages("http://h/", "http://h/a", "http://h/a"), 1))
        .isEqualTo(pages("http://h/a"));
    assertThat(frontier.admit(pages("http://h/a", "http://h/b"), 2)).isEqualTo(pages("http://h/b"));
  }

  @Test
  void admit_otherHosts_areLeftOut() {
    assertThat(frontier(5, 100).admit(pages("http://other/", "http://h:81/", "https://h/s"), 1))
        .isEqualTo(pages("https://h/s"));
  }

  @Test
  void admit_tooDeep_onlyPartsOfPages() {
    Frontier frontier = frontier(1, 100);

    assertThat(frontier.admit(pages("http://h/deep"), 2)).isEmpty();
    assertThat(frontier.admit(parts("http://h/x.png"), 2)).isEqualTo(parts("http://h/x.png"));
    assertThat(frontier.beyond()).isEqualTo(1);
  }

  @Test
  void admit_tooManyPages_onlyTheFirst() {
    Frontier frontier = frontier(5, 3);

    assertThat(frontier.admit(pages("http://h/a", "http://h/b", "http://h/c"), 1))
        .isEqualTo(pages("http://h/a", "http://h/b"));
    assertThat(frontier.beyond()).isEqualTo(1);
  }

  @Test
  void admit_forbidden_isCountedOnce() {
    Frontier frontier = frontier(5, 2);

    assertThat(frontier.admit(pages("http://h/private/x", "http://h/private/x", "http://h/a"), 1))
        .isEqualTo(pages("http://h/a"));
    assertThat(frontier.disallowed()).isEqualTo(1);
  }

  @Test
  void rule_withinTheSite_onlyToWhatIsNew() {
    Frontier frontier = frontier(5, 100);
    frontier.admit(pages("http://h/a"), 1);

    assertThat(frontier.rule().objection(url("http://h/x"), url("http://h/new"))).isEmpty();
    assertThat(frontier.rule().objection(url("http://h/x"), url("http://h/a"))).isPresent();
    assertThat(frontier.rule().objection(url("http://h/x"), url("http://other/")))
        .get()
        .asString()
        .contains("other");
    assertThat(frontier.rule().objection(url("http://h/x"), url("http://h/private/")))
        .get()
        .asString()
        .contains("robots");
  }

  @Test
  void startRule_movesTheSite() {
    Frontier frontier = frontier(5, 100);

    assertThat(frontier.startRule().objection(start, url("http://www.h/"))).isEmpty();
    assertThat(frontier.admit(pages("http://h/a", "http://www.h/a"), 1))
        .isEqualTo(pages("http://www.h/a"));
  }
}
