package greenloom.app.crawl;

import greenloom.app.transfer.HopRule;
import greenloom.app.url.WebUrl;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a crawl knows already, and what of the newly found it goes on to: each URL once, one site,
 * the rules kept. It asks {@code allowed} whether robots.txt lets it.
 */
final class Frontier implements Serializable {
  private final CrawlLimits limits;

  /** What is fetched, or was refused, by the URL that led to it by a redirect, or by itself. */
  private final Map<WebUrl, WebUrl> known = new HashMap<>();

  private WebUrl site;
  private int pages = 1;
  private int disallowed;
  private int beyond;

  Frontier(WebUrl start, CrawlLimits limits) {
    this.site = start;
    this.limits = limits;
    known.put(start, start);
  }

  /** Picks from links found by pages what is to be fetched at a depth, in their order. */
  List<Link> admit(List<Link> found, int depth, Predicate<WebUrl> allowed) {
    List<Link> admitted = new ArrayList<>();
    for (Link link : found) {
      if (!site.sameSite(link.url()) || known.containsKey(link.url())) {
        continue;
      }
      if (link.isPage() && (depth > limits.depth() || pages == limits.pages())) {
        beyond++;
        continue;
      }
      known.put(link.url(), link.url());
      if (!allowed.test(link.url())) {
        disallowed++;
        continue;
      }
      pages += link.isPage() ? 1 : 0;
      admitted.add(link);
    }
    return admitted;
  }

  /** Where the start page redirects to is where the crawl takes place. */
  HopRule startRule(Predicate<WebUrl> allowed) {
    return (from, to) -> startHop(from, to).or(() -> forbidden(to, allowed));
  }

  /** Redirects are followed within the site, to what is not fetched anyhow. */
  HopRule rule(Predicate<WebUrl> allowed) {
    return (from, to) -> hop(from, to).or(() -> forbidden(to, allowed));
  }

  static Optional<String> forbidden(WebUrl to, Predicate<WebUrl> allowed) {
    return allowed.test(to)
        ? Optional.empty()
        : Optional.of("redirected to what robots.txt forbids");
  }

  /** What {@link #startRule} says of one redirect, robots.txt aside. */
  Optional<String> startHop(WebUrl from, WebUrl to) {
    site = to;
    return claim(from, to);
  }

  /** What {@link #rule} says of one redirect, robots.txt aside. */
  Optional<String> hop(WebUrl from, WebUrl to) {
    return site.sameSite(to)
        ? claim(from, to)
        : Optional.of("redirected to another host, " + to.host());
  }

  /** A URL that is tried again goes the way it went before. */
  private Optional<String> claim(WebUrl from, WebUrl to) {
    WebUrl before = known.putIfAbsent(to, from);
    return before == null || before.equals(from)
        ? Optional.empty()
        : Optional.of("redirected to what is fetched anyhow");
  }

  /** A page of the site that is crawled. */
  WebUrl site() {
    return site;
  }

  /** Links that robots.txt forbids. */
  int disallowed() {
    return disallowed;
  }

  /**
   * Links that were not followed because they led too deep, or to too many pages; one may be
   * counted repeatedly.
   */
  int beyond() {
    return beyond;
  }
}
