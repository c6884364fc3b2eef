package greenloom.app;

import greenloom.app.console.ColourChoice;
import greenloom.app.console.ProgressChoice;
import picocli.CommandLine.Option;

/** What is shown, and where: the options that fetch and crawl share. */
final class OutputOptions {
  @Option(
      names = "--json",
      description = "Print the summary as one JSON object on standard output.")
  boolean json;

  @Option(
      names = "--progress",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "auto, bar, plain or none (default: auto, a bar on a terminal, else a line every 5 s).")
  ProgressChoice progress = ProgressChoice.AUTO;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "auto, always or never (default: auto; NO_COLOR and FORCE_COLOR are heard).")
  ColourChoice colour = ColourChoice.AUTO;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show failures only.")
  boolean quiet;

  @Option(names = "--debug", description = "Show stack traces with failures.")
  boolean debug;

  ProgressChoice progress() {
    return quiet ? ProgressChoice.NONE : progress;
  }
}
