package greenloom.app;

import picocli.CommandLine.Command;

/** What {@code greenloom} without a command means. */
@Command(
    name = "greenloom",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpWidth = 100,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Fetches files and whole sites, serves, and puts servers under load, with many connections"
          + " at",
      "once on one thread. Each of them is a green thread that runs plain blocking code."
    },
    footerHeading = "%nTry%n",
    footer = {
      "  greenloom crawl --demo            a site of its own, no network needed",
      "  greenloom serve files             the files here, by HTTP, until Ctrl-C",
      "  greenloom load http://localhost/  how fast it answers, and whether it always does",
      "  greenloom fetch --help            all options of a command",
      "  greenloom example                 small programs to run and to read"
    })
final class RootCommand implements Runnable {
  @Override
  public void run() {
    throw CommandFailure.usage("a command is missing; try greenloom --help");
  }
}
