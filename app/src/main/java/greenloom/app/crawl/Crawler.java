package greenloom.app.crawl;

import static greenloom.Greenloom.blocking;

import greenloom.Greenlet;
import greenloom.Pool;
import greenloom.app.transfer.Downloader;
import greenloom.app.transfer.Failure;
import greenloom.app.transfer.FetchException;
import greenloom.app.transfer.HopRule;
import greenloom.app.transfer.Outcome;
import greenloom.app.transfer.OutputFolder;
import greenloom.app.transfer.StopSignal;
import greenloom.app.transfer.Tally;
import greenloom.app.url.WebUrl;
import greenloom.hub.Body;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through one site breadth first: all pages that are one link away from the start, then all
 * that are two links away, and so on, each level at once. Within a level the order of arrival
 * changes nothing, so that every crawl of the same site fetches the same things.
 */
public final class Crawler {
  /** Reading a page this large takes so long that the others should not wait for it. */
  private static final long LARGE_PAGE = 256 * 1024;

  private final Downloader downloader;
  private final Robots robots;
  private final OutputFolder folder;
  private final CrawlLimits limits;
  private final StopSignal stop;
  private final Tally tally;
  private final Consumer<Outcome> observer;

  /** A crawler that tells {@code observer} what became of each URL, as soon as that is known. */
  public Crawler(
      Downloader downloader,
      Robots robots,
      OutputFolder folder,
      CrawlLimits limits,
      StopSignal stop,
      Tally tally,
      Consumer<Outcome> observer) {
    this.downloader = downloader;
    this.robots = robots;
    this.folder = folder;
    this.limits = limits;
    this.stop = stop;
    this.tally = tally;
    this.observer = observer;
  }

  private record Visit(Outcome outcome, List<Link> links) {}

  /** Crawls from a start page; concurrently, or one URL after the other. */
  public CrawlReport crawl(WebUrl start, boolean concurrently) {
    long begin = System.nanoTime();
    Frontier frontier = new Frontier(start, limits, robots::allow);
    CrawlReport.Count count = new CrawlReport.Count();
    tally.plan(1);
    List<Link> level = List.of(Link.page(start));
    if (!mayStart(start, count)) {
      level = List.of();
    }
    for (int depth = 0; !level.isEmpty() && !stop.requested(); depth++) {
      HopRule rule = depth == 0 ? frontier.startRule() : frontier.rule();
      List<Link> found = new ArrayList<>();
      for (Visit visit : visitAll(level, rule, concurrently)) {
        count.add(visit.outcome);
        found.addAll(visit.links);
      }
      level = frontier.admit(found, depth + 1);
      level.forEach(link -> folder.claim(link.url()));
      tally.plan(level.size());
    }
    return count.report(
        frontier, tally.greenletsPeak(), Duration.ofNanos(System.nanoTime() - begin));
  }

  private boolean mayStart(WebUrl start, CrawlReport.Count count) {
    Outcome.Failed failed;
    try {
      robots.load(start);
      if (robots.allow(start)) {
        return true;
      }
      failed = failed(start, "robots.txt forbids it", "choose another start page", null);
    } catch (FetchException e) {
      Failure f = e.failure();
      boolean answered = f.kind() == Failure.Kind.ANSWER;
      failed = failed(start, (answered ? "its robots.txt: " : "") + f.reason(), f.advice(), e);
    }
    count.add(failed);
    conclude(failed);
    return false;
  }

  private static Outcome.Failed failed(
      WebUrl url, String reason, String advice, @Nullable Throwable cause) {
    return new Outcome.Failed(
        url.toString(), Failure.lasting(Failure.Kind.ANSWER, reason, advice, cause));
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
    Path file = folder.claim(link.url());
    Outcome outcome = downloader.fetch(link.url(), file, rule);
    Visit visit = new Visit(outcome, List.of());
    if (outcome instanceof Outcome.Saved saved && link.isPage() && saved.isHtml()) {
      visit = read(saved);
    }
    conclude(visit.outcome);
    return visit;
  }

  private static Visit read(Outcome.Saved page) {
    Body<List<Link>, IOException> reading =
        () -> PageLinks.in(page.file(), page.contentType(), page.url());
    try {
      return new Visit(page, page.bytes() < LARGE_PAGE ? reading.run() : blocking(reading));
    } catch (IOException e) {
      return new Visit(new Outcome.Failed(page.url().toString(), Failure.ofFile(e)), List.of());
    }
  }

  private void conclude(Outcome outcome) {
    tally.count(outcome);
    observer.accept(outcome);
  }
}
