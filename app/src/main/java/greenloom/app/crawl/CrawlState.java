package greenloom.app.crawl;

import greenloom.app.transfer.FileNames;
import greenloom.app.url.WebUrl;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A crawl that several processes share: what is known, what is to be fetched, and who is at what.
 * It goes level by level as {@link Crawler} does, and so fetches the same things under the same
 * names, however many take part.
 *
 * <p>A member leases URLs, at most so many at once for all members, and tells what it found. A
 * lease ends when it is not renewed in time, or when its member has gone; then somebody else gets
 * the URL. The first finding counts. All of it depends on what it is told and nothing else, the
 * time included, so that copies stay equal.
 */
final class CrawlState implements Serializable {

  /**
   * What all members must be asked for alike.
   *
   * @param start the page to start from
   * @param limits how far to go
   * @param perHost how many requests at once the site has to bear
   */
  record Settings(WebUrl start, CrawlLimits limits, int perHost) implements Serializable {}

  private record Lease(String member, long until) implements Serializable {}

  private final Settings settings;
  private final Frontier frontier;
  private final FileNames names = new FileNames(true);

  // the level
  private int depth;
  private List<Order> level = new ArrayList<>();
  private final TreeSet<Integer> waiting = new TreeSet<>();
  private final Map<Integer, Lease> leases = new TreeMap<>();
  private final Map<Integer, Finding> findings = new TreeMap<>();

  // the whole
  private final EnumMap<Finding.Kind, Integer> kinds = new EnumMap<>(Finding.Kind.class);
  private final TreeMap<String, Integer> failures = new TreeMap<>();
  private int planned;
  private long bytes;

  CrawlState(Settings settings) {
    this.settings = settings;
    this.frontier = new Frontier(settings.start, settings.limits);
    begin(0, List.of(Link.page(settings.start)));
  }

  private void begin(int newDepth, List<Link> links) {
    depth = newDepth;
    level = new ArrayList<>();
    findings.clear();
    for (Link link : links) {
      int index = level.size();
      level.add(new Order(newDepth, index, link, names.claim(link.url())));
      waiting.add(index);
    }
    planned += links.size();
  }

  Settings settings() {
    return settings;
  }

  /**
   * Leases URLs to a member; null if there are none now.
   *
   * @param most how many it can take
   * @param now the members' clock
   * @param until when the leases end
   * @return none at all when the crawl is over
   */
  @Nullable ArrayList<Order> lease(String member, int most, long now, long until) {
    Set<Integer> ended = new HashSet<>();
    leases.forEach((index, lease) -> {
      if (lease.until < now) {
        ended.add(index);
      }
    });
    int free = settings.perHost - leases.size() + ended.size();
    boolean none = waiting.isEmpty() && ended.isEmpty() || free <= 0;
    if (none && !isOver()) {
      return null;
    }
    leases.keySet().removeAll(ended);
    waiting.addAll(ended);
    ArrayList<Order> leased = new ArrayList<>();
    for (int i = Math.min(free, most); i > 0 && !waiting.isEmpty(); i--) {
      int index = waiting.removeFirst();
      leases.put(index, new Lease(member, until));
      leased.add(level.get(index));
    }
    return leased;
  }

  private boolean isOver() {
    return level.isEmpty();
  }

  /** Lengthens what the member still has of its leases; null if that is none. */
  @Nullable Boolean renew(String member, long until) {
    boolean any = false;
    for (Map.Entry<Integer, Lease> lease : leases.entrySet()) {
      if (lease.getValue().member.equals(member)) {
        lease.setValue(new Lease(member, until));
        any = true;
      }
    }
    return any ? true : null;
  }

  /** Takes back what the member has leased; null if it has nothing. */
  @Nullable Boolean giveBack(String member) {
    Set<Integer> back = new HashSet<>();
    leases.forEach((index, lease) -> {
      if (lease.member.equals(member)) {
        back.add(index);
      }
    });
    leases.keySet().removeAll(back);
    return waiting.addAll(back) ? true : null;
  }

  /** Takes back one URL that the member will not fetch; null if it has not leased it. */
  @Nullable Boolean giveBack(String member, Order order) {
    Lease lease = order.depth() == depth ? leases.get(order.index()) : null;
    if (lease == null || !lease.member.equals(member)) {
      return null;
    }
    leases.remove(order.index());
    return waiting.add(order.index());
  }

  /** What {@link Frontier} says of a redirect, robots.txt aside; empty if it may be followed. */
  String hop(boolean ofStart, WebUrl from, WebUrl to) {
    return (ofStart ? frontier.startHop(from, to) : frontier.hop(from, to)).orElse("");
  }

  /** A page of the site that is crawled. */
  WebUrl site() {
    return frontier.site();
  }

  /** Notes what was found at a URL; null if that is known already. */
  @Nullable Boolean found(Order order, Finding finding) {
    if (order.depth() != depth || isOver() || findings.containsKey(order.index())) {
      return null;
    }
    leases.remove(order.index());
    waiting.remove(order.index());
    findings.put(order.index(), finding);
    kinds.merge(finding.kind(), 1, Integer::sum);
    bytes += finding.bytes();
    if (finding.failure() != null) {
      failures.merge(finding.failure(), 1, Integer::sum);
    }
    if (findings.size() == level.size()) {
      goDeeper();
    }
    return true;
  }

  private void goDeeper() {
    List<Link> links = new ArrayList<>();
    Set<WebUrl> forbidden = new HashSet<>();
    for (Finding finding : findings.values()) {
      links.addAll(finding.links());
      forbidden.addAll(finding.forbidden());
    }
    int deeper = depth + 1;
    begin(deeper, frontier.admit(links, deeper, url -> !forbidden.contains(url)));
  }

  Totals totals() {
    return new Totals(
        new HashMap<>(kinds),
        bytes,
        planned,
        leases.size(),
        new TreeMap<>(failures),
        frontier.disallowed(),
        frontier.beyond());
  }
}
