package greenloom.app.crawl;

import greenloom.Greenlet;
import greenloom.Pool;
import greenloom.app.transfer.Downloader;
import greenloom.app.transfer.HopRule;
import greenloom.app.transfer.Outcome;
import greenloom.app.transfer.OutputFolder;
import greenloom.app.transfer.StopSignal;
import greenloom.app.transfer.Tally;
import greenloom.app.url.WebUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Goes through one site breadth first: all pages that are one link away from the start, then all
 * that are two links away, and so on, each level at once. Within a level the order of arrival
 * changes nothing, so that every crawl of the same site fetches the same things.
 */
public final class Crawler {
  private final Visitor visitor;
  private final OutputFolder folder;
  private final CrawlLimits limits;
  private final StopSignal stop;
  private final Tally tally;
  private final Consumer<Outcome> observer;

  /** A crawler that tells {@code observer} what became of each URL, as soon as that is known. */
  public Crawler(
      Visitor visitor,
      OutputFolder folder,
      CrawlLimits limits,
      StopSignal stop,
      Tally tally,
      Consumer<Outcome> observer) {
    this.visitor = visitor;
    this.folder = folder;
    this.limits = limits;
    this.stop = stop;
    this.tally = tally;
    this.observer = observer;
  }

  /** Crawls from a start page; concurrently, or one URL after the other. */
  public CrawlReport crawl(WebUrl start, boolean concurrently) {
    long begin = System.nanoTime();
    Robots robots = visitor.robots();
    Frontier frontier = new Frontier(start, limits);
    CrawlReport.Count count = new CrawlReport.Count();
    tally.plan(1);
    List<Link> level = List.of(Link.page(start));
    Outcome.Failed objection = visitor.objection(start);
    if (objection != null) {
      count.add(objection);
      conclude(objection);
      level = List.of();
    }
    for (int depth = 0; !level.isEmpty() && !stop.requested(); depth++) {
      HopRule rule = depth == 0 ? frontier.startRule(robots::allow) : frontier.rule(robots::allow);
      List<Link> found = new ArrayList<>();
      for (Visit visit : visitAll(level, rule, concurrently)) {
        count.add(visit.outcome());
        found.addAll(visit.links());
      }
      level = frontier.admit(found, depth + 1, robots::allow);
      level.forEach(link -> folder.claim(link.url()));
      tally.plan(level.size());
    }
    return count.report(
        frontier, tally.greenletsPeak(), Duration.ofNanos(System.nanoTime() - begin));
  }

  private List<Visit> visitAll(List<Link> level, HopRule rule, boolean concurrently) {
    if (!concurrently) {
      return level.stream().map(link -> visit(link, rule)).toList();
    }
    Pool pool = new Pool(Downloader.LONGEST_LINE);
    List<Greenlet<Visit>> visits = new ArrayList<>(level.size());
    for (Link link : level) {
      Greenlet<Visit> visit = pool.spawn(tally.greenlet(() -> visit(link, rule)));
      visits.add(visit.named(link.url().path()));
    }
    return visits.stream().map(Greenlet::get).toList();
  }

  private Visit visit(Link link, HopRule rule) {
    Visit visit = visitor.visit(link, folder.claim(link.url()), rule);
    conclude(visit.outcome());
    return visit;
  }

  private void conclude(Outcome outcome) {
    tally.count(outcome);
    observer.accept(outcome);
  }
}
