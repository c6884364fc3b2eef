package greenloom.app.crawl;

import crawlercommons.robots.BaseRobotRules;
import greenloom.Greenloom;
import greenloom.app.url.WebUrl;
import greenloom.cluster.Cluster;
import greenloom.cluster.NoMajorityException;
import greenloom.cluster.SharedState;
import greenloom.sync.GreenQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The crawl that this process has in common with the other members of its cluster. While too few of
 * them can be seen, each call waits.
 */
public final class SharedCrawl implements RobotRules {
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Cluster cluster;
  private final String member;
  private final int perHost;
  private final SharedState<CrawlState> crawl;
  private final SharedState<HashMap<String, BaseRobotRules>> rules;

  private SharedCrawl(Cluster cluster, CrawlState.Settings settings) {
    this.cluster = cluster;
    this.perHost = settings.perHost();
    this.member = cluster.address().toString();
    this.crawl = cluster.state("crawl", () -> new CrawlState(settings));
    this.rules = cluster.state("robots", HashMap::new);
  }

  /**
   * Takes part in the crawl of the cluster, or begins it.
   *
   * @throws IllegalArgumentException if the others do another one; the message says which
   */
  public static SharedCrawl join(Cluster cluster, WebUrl start, CrawlLimits limits, int perHost) {
    CrawlState.Settings wanted = new CrawlState.Settings(start, limits, perHost);
    SharedCrawl shared = new SharedCrawl(cluster, wanted);
    CrawlState.Settings agreed = shared.patiently(() -> shared.crawl.ask(CrawlState::settings));
    if (!agreed.equals(wanted)) {
      throw new IllegalArgumentException(
          "the other members crawl with --depth "
              + agreed.limits().depth()
              + " --max-pages "
              + agreed.limits().pages()
              + " --per-host "
              + agreed.perHost()
              + "; say the same");
    }
    return shared;
  }

  /** Has the leases of members that die go to others at once. Waits for ever. */
  void takeBackFromTheDead() {
    GreenQueue<String> gone = GreenQueue.unbounded();
    cluster.onGone(address -> gone.put(address.toString()));
    while (true) {
      String dead = gone.take();
      patiently(() -> crawl.<Boolean>tryChange(state -> state.giveBack(dead)));
    }
  }

  /** Keeps what this member has leased. Waits for ever. */
  void renew() {
    while (true) {
      Greenloom.sleep(LEASE.dividedBy(3));
      String me = member;
      long until = cluster.clock() + LEASE.toMillis();
      patiently(() -> crawl.<Boolean>tryChange(state -> state.renew(me, until)));
    }
  }

  /**
   * Leases up to {@code most} URLs, waiting for some a moment; null if there are none yet, empty
   * when the crawl is over.
   */
  @Nullable List<Order> lease(int most) {
    String me = member;
    Cluster clock = cluster;
    long now = clock.clock();
    long until = now + LEASE.toMillis();
    return patiently(
        () -> crawl.<ArrayList<Order>>await(state -> state.lease(me, most, now, until), LOOK));
  }

  /** How many URLs one member should be at, for all to have about as many. */
  int share() {
    return Math.ceilDiv(perHost, cluster.members().size());
  }

  /** Gives back what will not be fetched here. */
  void giveBack(Order order) {
    String me = member;
    patiently(() -> crawl.<Boolean>tryChange(state -> state.giveBack(me, order)));
  }

  /** Why a redirect is not followed, robots.txt aside. */
  Optional<String> objection(boolean ofStart, WebUrl from, WebUrl to) {
    String why = patiently(() -> crawl.change(state -> state.hop(ofStart, from, to)));
    return why == null || why.isEmpty() ? Optional.empty() : Optional.of(why);
  }

  /** Tells what came of an order; false if somebody else was first. */
  boolean found(Order order, Visit visit, Robots robots) {
    List<Link> links = visit.links();
    Set<WebUrl> forbidden = new HashSet<>();
    ArrayList<Link> ours = new ArrayList<>();
    if (!links.isEmpty()) {
      WebUrl site = patiently(() -> crawl.ask(CrawlState::site));
      for (Link link : links) {
        if (site.sameSite(link.url())) {
          ours.add(link);
          if (!robots.allow(link.url())) {
            forbidden.add(link.url());
          }
        }
      }
    }
    Finding finding = Finding.of(visit.outcome(), ours, forbidden);
    return patiently(() -> crawl.<Boolean>tryChange(state -> state.found(order, finding))) != null;
  }

  /** How far all are together. */
  Totals totals() {
    return patiently(() -> crawl.ask(CrawlState::totals));
  }

  @Override
  public @Nullable BaseRobotRules find(String origin) {
    return patiently(() -> rules.<BaseRobotRules>tryAsk(known -> known.get(origin)));
  }

  @Override
  public BaseRobotRules agree(String origin, BaseRobotRules found) {
    return patiently(() ->
        rules.change(known -> {
          BaseRobotRules first = known.putIfAbsent(origin, found);
          return first == null ? found : first;
        }));
  }

  private <T extends @Nullable Object> T patiently(Supplier<T> call) {
    while (true) {
      try {
        return call.get();
      } catch (NoMajorityException e) {
        Greenloom.sleep(PATIENCE);
      }
    }
  }
}
