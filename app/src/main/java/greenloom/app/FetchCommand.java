package greenloom.app;

import greenloom.Greenlet;
import greenloom.Pool;
import greenloom.app.console.Console;
import greenloom.app.transfer.Downloader;
import greenloom.app.transfer.HopRule;
import greenloom.app.transfer.Outcome;
import greenloom.app.transfer.OutputFolder;
import greenloom.app.transfer.Tally;
import greenloom.app.url.WebUrl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code greenloom fetch}: downloads what it is given. */
@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Downloads URLs, many at once, each into a file named after its host and path.",
      "A file appears when it is whole, and takes the place of an older one."
    },
    footerHeading = "%nExit codes%n",
    footer = {
      "  0 all fetched   2 wrong usage   3 some failed   4 all failed   6 cannot read or write"
          + " files",
      "  130 stopped by Ctrl-C (143: by SIGTERM); what has begun may finish, twice stops at once",
      "  1 a fault of this program   141 the reader of standard output has gone"
    })
final class FetchCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "URL", arity = "0..*", description = "What to download; http and https.")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = {"-i", "--input"},
      paramLabel = "FILE",
      description =
          "Read more URLs from a file, one a line, # for remarks; - reads standard input.")
  private @Nullable String input;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Put the files below this folder (default: the current one).")
  private Path folder = Path.of("");

  @Option(names = "--sequential", description = "One at a time, for comparison.")
  private boolean sequential;

  @Mixin private TransferOptions transfer = new TransferOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  FetchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    FetchList list = list();
    OutputFolder files = Folders.open(folder, OutputFolder::forManyHosts);
    Session session = new Session(console, output, transfer);
    Tally tally = new Tally();
    FetchReport report =
        session.run(
            () -> session.pass("", tally::progress, () -> fetchAll(list, files, session, tally)));
    session.summarize(
        tally.saved(), report.bytes(), tally.failed(), tally.skipped(), report.elapsed());
    if (output.json) {
      report.print(console.out(), tally, PlatformThreads.peak());
    }
    return session.exitCode(tally.saved(), tally.failed());
  }

  private FetchList list() {
    FetchList list = new FetchList();
    arguments.forEach(list::addArgument);
    if (input != null) {
      try (InputStream lines =
          input.equals("-") ? console.in() : Files.newInputStream(Path.of(input))) {
        list.addLines(lines);
      } catch (IOException e) {
        throw Folders.failure("cannot read the list " + input, e, "check the name after -i");
      }
    }
    if (list.size() == 0) {
      String line = input == null ? "no URL given" : "the list " + input + " holds no URL";
      throw CommandFailure.usage(line + "; see greenloom fetch --help");
    }
    return list;
  }

  private FetchReport fetchAll(FetchList list, OutputFolder files, Session session, Tally tally) {
    FetchReport report = new FetchReport();
    tally.plan(list.size());
    list.rejected().forEach(failed -> conclude(failed, session, tally, report));
    Downloader downloader =
        sequential
            ? session.downloader(1, 1, tally)
            : session.downloader(transfer.concurrency(), transfer.perHost(), tally);
    Pool pool = new Pool(Downloader.LONGEST_LINE);
    List<Greenlet<Outcome>> greenlets = new ArrayList<>();
    for (WebUrl url : list.urls()) {
      Path file = files.claim(url);
      Callable<Outcome> body =
          () -> conclude(downloader.fetch(url, file, HopRule.FOLLOW_ALL), session, tally, report);
      greenlets.add(pool.spawn(tally.greenlet(body)));
      if (sequential) {
        greenlets.getLast().join();
      }
    }
    greenlets.forEach(Greenlet::get);
    report.end();
    return report;
  }

  private static Outcome conclude(
      Outcome outcome, Session session, Tally tally, FetchReport report) {
    tally.count(outcome);
    report.add(outcome);
    session.report(outcome);
    return outcome;
  }
}
