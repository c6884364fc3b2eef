package greenloom.app.crawl;

import greenloom.app.transfer.HopRule;
import greenloom.app.url.WebUrl;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a crawl knows already, and what of the newly found it goes on to: each URL once, one site,
 * the rules kept.
 */
final class Frontier {
  private final CrawlLimits limits;
  private final Predicate<WebUrl> allowed;
  private final Set<WebUrl> known = new HashSet<>();
  private WebUrl site;
  private int pages = 1;
  private int disallowed;
  private int beyond;

  Frontier(WebUrl start, CrawlLimits limits, Predicate<WebUrl> allowed) {
    this.site = start;
    this.limits = limits;
    this.allowed = allowed;
    known.add(start);
  }

  /** Picks from links found by pages what is to be fetched at a depth, in their order. */
  List<Link> admit(List<Link> found, int depth) {
    List<Link> admitted = new ArrayList<>();
    for (Link link : found) {
      if (!site.sameSite(link.url()) || known.contains(link.url())) {
        continue;
      }
      if (link.isPage() && (depth > limits.depth() || pages == limits.pages())) {
        beyond++;
        continue;
      }
      known.add(link.url());
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
  HopRule startRule() {
    return (from, to) -> {
      site = to;
      return objection(to);
    };
  }

  /** Redirects are followed within the site, to what is not fetched anyhow. */
  HopRule rule() {
    return (_, to) ->
        site.sameSite(to) ? objection(to) : Optional.of("redirected to another host, " + to.host());
  }

  private Optional<String> objection(WebUrl to) {
    if (!known.add(to)) {
      return Optional.of("redirected to what is fetched anyhow");
    }
    return allowed.test(to)
        ? Optional.empty()
        : Optional.of("redirected to what robots.txt forbids");
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
