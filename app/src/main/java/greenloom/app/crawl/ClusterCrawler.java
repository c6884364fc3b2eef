package greenloom.app.crawl;

import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.Group;
import greenloom.app.console.Progress;
import greenloom.app.transfer.HopRule;
import greenloom.app.transfer.Outcome;
import greenloom.app.transfer.OutputFolder;
import greenloom.app.transfer.StopSignal;
import greenloom.app.transfer.Tally;
import greenloom.app.transfer.TransferProgress;
import greenloom.sync.Event;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One member's part in a crawl that several processes share. For greenlets of one hub. */
public final class ClusterCrawler {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final SharedCrawl shared;
  private final Visitor visitor;
  private final OutputFolder folder;
  private final int concurrency;
  private final StopSignal stop;
  private final Tally tally;
  private final Consumer<Outcome> observer;
  private final Event ended = new Event();
  private @Nullable Totals totals;

  /**
   * A crawler that fetches at most {@code concurrency} URLs at once here, and tells {@code
   * observer} what became of each.
   */
  public ClusterCrawler(
      SharedCrawl shared,
      Visitor visitor,
      OutputFolder folder,
      int concurrency,
      StopSignal stop,
      Tally tally,
      Consumer<Outcome> observer) {
    this.shared = shared;
    this.visitor = visitor;
    this.folder = folder;
    this.concurrency = concurrency;
    this.stop = stop;
    this.tally = tally;
    this.observer = observer;
  }

  /** How far all members are together, after some time. */
  public Progress progress(Duration elapsed) {
    Totals known = totals;
    return known == null
        ? new TransferProgress(0, 1, 0, 0, 0, elapsed)
        : new TransferProgress(
            known.done(),
            known.planned(),
            known.count(Finding.Kind.FAILED),
            known.leased(),
            known.bytes(),
            elapsed);
  }

  /** How far all members were together in the end. */
  public Totals totals() {
    Totals known = totals;
    if (known == null) {
      throw new IllegalStateException("nothing has been crawled yet");
    }
    return known;
  }

  /** Fetches what is to be fetched until nothing is left for anybody, or the end is asked for. */
  public CrawlReport crawl() {
    long begin = System.nanoTime();
    Group helpers = new Group();
    helpers.spawn(shared::takeBackFromTheDead);
    helpers.spawn(shared::renew);
    helpers.spawn(this::keepTotals);
    try {
      fetchAll();
    } finally {
      helpers.kill();
    }
    Totals last = shared.totals();
    totals = last;
    return new CrawlReport(
        last.count(Finding.Kind.PAGE),
        last.count(Finding.Kind.IMAGE),
        last.count(Finding.Kind.OTHER),
        last.bytes(),
        last.count(Finding.Kind.FAILED),
        last.count(Finding.Kind.SKIPPED),
        last.disallowed(),
        last.beyond(),
        tally.greenletsPeak(),
        Duration.ofNanos(System.nanoTime() - begin));
  }

  private void keepTotals() {
    while (true) {
      totals = shared.totals();
      Greenloom.sleep(LOOK);
    }
  }

  private void fetchAll() {
    Group visits = new Group();
    List<Order> orders = null;
    while (!stop.requested() && (orders == null || !orders.isEmpty())) {
      ended.clear();
      int room = Math.min(concurrency, shared.share()) - visits.size();
      if (room <= 0) {
        ended.await(LOOK);
        continue;
      }
      orders = shared.lease(room);
      if (orders != null) {
        orders.forEach(order -> begin(order, visits));
      }
    }
    visits.join();
  }

  private void begin(Order order, Group visits) {
    Greenlet<Void> visit =
        visits.spawn(
            tally.greenlet(() -> {
              fetch(order);
              return null;
            }));
    greenloom.hub.Link _ = visit.named(order.link().url().path()).whenReady(ended::set);
  }

  private void fetch(Order order) {
    Visit visit = visit(order);
    if (visit.outcome() instanceof Outcome.Skipped s
        && s.reason().equals(Outcome.Skipped.STOPPED)) {
      shared.giveBack(order);
      return;
    }
    if (shared.found(order, visit, visitor.robots())) {
      tally.count(visit.outcome());
      observer.accept(visit.outcome());
    }
  }

  private Visit visit(Order order) {
    boolean ofStart = order.depth() == 0;
    Outcome.Failed objection = ofStart ? visitor.objection(order.link().url()) : null;
    if (objection != null) {
      return new Visit(objection, List.of());
    }
    Robots robots = visitor.robots();
    HopRule rule =
        (from, to) ->
            shared.objection(ofStart, from, to).or(() -> Frontier.forbidden(to, robots::allow));
    return visitor.visit(order.link(), folder.file(order.file()), rule);
  }
}
