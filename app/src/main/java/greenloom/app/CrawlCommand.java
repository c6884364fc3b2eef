package greenloom.app;

import greenloom.app.console.Console;
import greenloom.app.console.Quantities;
import greenloom.app.crawl.CrawlLimits;
import greenloom.app.crawl.CrawlReport;
import greenloom.app.crawl.Crawler;
import greenloom.app.crawl.Robots;
import greenloom.app.crawl.Visitor;
import greenloom.app.demo.DemoServer;
import greenloom.app.demo.DemoSite;
import greenloom.app.transfer.OutputFolder;
import greenloom.app.transfer.Tally;
import greenloom.app.url.WebUrl;
import greenloom.cluster.MemberAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code greenloom crawl}: downloads a site. */
@Command(
    name = "crawl",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Downloads the pages and pictures of one host, breadth first from a start page, each URL"
          + " once.",
      "What robots.txt forbids is left alone. Files are named as fetch names them."
    },
    footerHeading = "%nExit codes%n",
    footer = {
      "  0 all fetched   2 wrong usage   3 some failed   4 nothing fetched   6 cannot read or write"
          + " files",
      "  130 stopped by Ctrl-C (143: by SIGTERM); what has begun may finish, twice stops at once",
      "  1 a fault of this program   141 the reader of standard output has gone"
    })
final class CrawlCommand implements Callable<Integer> {
  private static final int DEMO_CONCURRENCY = 128;
  private static final Path DEMO_FOLDER = Path.of("greenloom-demo");

  private final Console console;

  @Parameters(paramLabel = "URL", arity = "0..1", description = "The page to start from.")
  private @Nullable String argument;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Put the files below this folder (default: the current one; ./greenloom-demo for the"
              + " demo).")
  private @Nullable Path folder;

  @Option(
      names = "--depth",
      paramLabel = "N",
      defaultValue = "5",
      converter = CountConverter.FromZero.class,
      description = "Follow links this many steps from the start page (default: 5).")
  private int depth;

  @Option(
      names = "--max-pages",
      paramLabel = "N",
      defaultValue = "1000",
      converter = CountConverter.FromOne.class,
      description = "Ask for at most this many pages (default: 1000); pictures are not counted.")
  private int maxPages;

  @Option(
      names = "--compare",
      description = "Do it twice, first one at a time, then concurrently, and show both times.")
  private boolean compare;

  @Option(
      names = "--demo",
      description =
          "Compare on a small site that the program serves to itself, without a network: 100"
              + " answers that take 100 ms each; -c is 128 there, and --per-host as much.")
  private boolean demo;

  @Option(
      names = "--timeline",
      paramLabel = "FILE",
      description =
          "Record what each greenlet does, and write it to FILE: run.html is a page for a browser,"
              + " run.json a trace that Perfetto opens. Of two passes the concurrent one.")
  private @Nullable Path timeline;

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      split = ",",
      converter = MemberAddressConverter.class,
      description =
          "Share the crawl with other processes that are started with the same words, here or on"
              + " other machines. All list the same addresses, on which they listen: each takes the"
              + " first that is its own and free. They may come and go; --per-host holds for all"
              + " together. Each saves into its own -o what it has fetched.")
  private List<MemberAddress> members = List.of();

  @Mixin private TransferOptions transfer = new TransferOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  CrawlCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    check();
    if (demo) {
      return demo();
    }
    WebUrl start = FetchList.argument(Objects.requireNonNull(argument, "checked"));
    OutputFolder files = Folders.open(folder(), OutputFolder::forManyHosts);
    return crawl(start, files);
  }

  private void check() {
    if (demo == (argument != null)) {
      String line = demo ? "--demo brings its own URL" : "no URL given";
      throw CommandFailure.usage(line + "; see greenloom crawl --help");
    }
    if (!members.isEmpty() && (compare || demo || timeline != null)) {
      throw CommandFailure.usage(
          "--cluster goes with none of --compare, --demo and --timeline, which are about one"
              + " process");
    }
    if (timeline != null) {
      RecordedPass.check(timeline);
    }
  }

  private Path folder() {
    if (folder != null) {
      return folder;
    }
    return demo ? DEMO_FOLDER : Path.of("");
  }

  private int demo() throws IOException {
    compare = true;
    transfer.presume(DEMO_CONCURRENCY);
    OutputFolder files = Folders.openForDemo(folder());
    try (DemoServer server = DemoServer.start(new DemoSite())) {
      return crawl(FetchList.argument(server.url()), files);
    }
  }

  private int crawl(WebUrl start, OutputFolder files) {
    Session session = new Session(console, output, transfer);
    Robots robots = new Robots(session.client(), session.retrier());
    CrawlLimits limits = new CrawlLimits(depth, maxPages);
    Comparison result =
        session.run(() -> {
          CrawlReport sequential = compare ? pass(session, robots, start, files, false) : null;
          if (sequential != null && (sequential.files() == 0 || session.stop().requested())) {
            return new Comparison(sequential, null, PlatformThreads.peak());
          }
          if (compare) {
            PlatformThreads.resetPeak();
          }
          CrawlReport concurrent =
              members.isEmpty()
                  ? pass(session, robots, start, files, true)
                  : new ClusterPass(session, transfer, start, limits).run(members, files);
          return new Comparison(
              sequential, concurrent, compare || output.json ? PlatformThreads.peak() : 0);
        });
    show(result, session);
    return session.exitCode(result.last().files(), result.failed());
  }

  private CrawlReport pass(
      Session session, Robots robots, WebUrl start, OutputFolder files, boolean concurrently)
      throws Exception {
    Tally tally = new Tally();
    String name = !compare ? "" : concurrently ? "concurrently" : "one at a time";
    int all = concurrently ? transfer.concurrency() : 1;
    int perHost = concurrently ? transfer.perHost() : 1;
    CrawlLimits limits = new CrawlLimits(depth, maxPages);
    Crawler crawler =
        new Crawler(
            new Visitor(session.downloader(all, perHost, tally), robots),
            files,
            limits,
            session.stop(),
            tally,
            session::report);
    Callable<CrawlReport> body = () -> crawler.crawl(start, concurrently);
    Path file = concurrently ? timeline : null;
    return session.pass(
        name, tally::progress, file == null ? body : RecordedPass.of(body, file, session));
  }

  private void show(Comparison result, Session session) {
    CrawlReport last = result.last();
    if (output.json) {
      result.print(console.out());
      return;
    }
    session.summarize(last.files(), last.bytes(), last.failed(), last.skipped(), last.elapsed());
    if (last.disallowed() > 0) {
      session.say(
          Quantities.count(last.disallowed(), "link") + " not followed, as robots.txt forbids");
    }
    if (last.beyond() > 0) {
      session.say("there is more beyond --depth " + depth + " and --max-pages " + maxPages);
    }
    if (result.isWhole()) {
      session.say("the files are in " + Folders.name(folder()));
      session.table(result.table());
    }
  }
}
