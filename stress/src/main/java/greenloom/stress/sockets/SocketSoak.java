package greenloom.stress.sockets;

import greenloom.stress.Progress;
import greenloom.stress.ReportFile;
import java.nio.file.Path;
import java.util.List;

/** Runs a soak and writes a file about it; {@code stress/run} starts it. */
public final class SocketSoak {
  private SocketSoak() {}

  /** Runs it: the folder of the module, the commit, then options. */
  static void main(String... args) throws Exception {
    SoakOptions options;
    try {
      options = SoakOptions.parse(List.of(args).subList(2, args.length));
    } catch (IllegalArgumentException e) {
      Progress.say(String.valueOf(e.getMessage()));
      System.exit(2);
      return;
    }
    Soak soak = new Soak(options);
    SoakReport report = new SoakReport(soak, args[1]);
    Progress.say("seed " + options.seed());
    soak.run();
    soak.findings().all().forEach(System.err::println);
    Progress.say("written: " + report.write(Path.of(args[0], "results"), ReportFile.today()));
    System.exit(soak.findings().any() ? 1 : 0);
  }
}
