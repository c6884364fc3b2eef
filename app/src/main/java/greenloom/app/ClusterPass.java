package greenloom.app;

import greenloom.app.console.Quantities;
import greenloom.app.crawl.ClusterCrawler;
import greenloom.app.crawl.CrawlLimits;
import greenloom.app.crawl.CrawlReport;
import greenloom.app.crawl.Robots;
import greenloom.app.crawl.SharedCrawl;
import greenloom.app.crawl.Visitor;
import greenloom.app.transfer.OutputFolder;
import greenloom.app.transfer.Tally;
import greenloom.app.url.WebUrl;
import greenloom.cluster.Cluster;
import greenloom.cluster.ClusterJoinException;
import greenloom.cluster.MemberAddress;
import java.util.List;

/** This process's part in a crawl that it shares with the members of a cluster. */
final class ClusterPass {
  /** So many members may die at once without the crawl beginning anew. */
  private static final int COPIES = 2;

  private final Session session;
  private final TransferOptions transfer;
  private final WebUrl start;
  private final CrawlLimits limits;

  ClusterPass(Session session, TransferOptions transfer, WebUrl start, CrawlLimits limits) {
    this.session = session;
    this.transfer = transfer;
    this.start = start;
    this.limits = limits;
  }

  /** Joins, does what there is to do, and leaves. */
  CrawlReport run(List<MemberAddress> members, OutputFolder files) throws Exception {
    try (Cluster cluster = join(members)) {
      session.say(
          "crawling as member "
              + cluster.address()
              + " of "
              + Quantities.count(cluster.members().size(), "member"));
      return crawl(share(cluster), files);
    }
  }

  private Cluster join(List<MemberAddress> members) {
    String[] addresses = members.stream().map(MemberAddress::toString).toArray(String[]::new);
    try {
      return Cluster.setup()
          .name("greenloom crawl " + start)
          .members(addresses)
          .copies(COPIES)
          .join();
    } catch (ClusterJoinException e) {
      throw new CommandFailure(ExitCode.LOCAL_IO, "--cluster: " + e.getMessage(), e);
    }
  }

  private SharedCrawl share(Cluster cluster) {
    try {
      return SharedCrawl.join(cluster, start, limits, transfer.perHost());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private CrawlReport crawl(SharedCrawl shared, OutputFolder files) throws Exception {
    Tally tally = new Tally();
    Robots robots = new Robots(session.client(), session.retrier(), shared);
    int all = transfer.concurrency();
    ClusterCrawler crawler =
        new ClusterCrawler(
            shared,
            new Visitor(session.downloader(all, transfer.perHost(), tally), robots),
            files,
            all,
            session.stop(),
            tally,
            session::report);
    CrawlReport report = session.pass("", crawler::progress, crawler::crawl);
    session.failures(crawler.totals().failures());
    session.say("this member has saved " + Quantities.count(tally.saved(), "file"));
    return report;
  }
}
