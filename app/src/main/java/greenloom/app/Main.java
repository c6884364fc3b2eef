package greenloom.app;

import greenloom.app.console.ColourChoice;
import greenloom.app.console.Console;
import greenloom.app.console.ProgressChoice;
import greenloom.app.console.Style;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's entry. */
public final class Main {
  private final Console console;
  private final List<String> args;
  private final Style style;

  private Main(Console console, String[] args) {
    this.console = console;
    this.args = List.of(args);
    this.style = console.errStyle(ColourChoice.AUTO);
  }

  /** Runs the program and ends the process. */
  public static void main(String[] args) {
    System.exit(run(args, Console.ofProcess()));
  }

  /** Runs the program with streams that no person reads, and returns its exit code. */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return run(args, Console.of(System.in, out, err));
  }

  static int run(String[] args, Console console) {
    int code = new Main(console, args).execute();
    console.err().flush();
    return console.out().checkError() ? ExitCode.CLOSED_PIPE : code;
  }

  private int execute() {
    if (args.isEmpty()) {
      commandLine().usage(console.err(), Ansi.OFF);
      return ExitCode.USAGE;
    }
    return commandLine().execute(args.toArray(String[]::new));
  }

  private CommandLine commandLine() {
    boolean colour = console.outStyle(ColourChoice.AUTO) == Style.COLOUR;
    return new CommandLine(new RootCommand())
        .addSubcommand(new FetchCommand(console))
        .addSubcommand(new CrawlCommand(console))
        .addSubcommand(new ServeCommand(console))
        .addSubcommand(new LoadCommand(console))
        .registerConverter(ServeCommand.Kind.class, new ChoiceConverter<>(ServeCommand.Kind.class))
        .registerConverter(ProgressChoice.class, new ChoiceConverter<>(ProgressChoice.class))
        .registerConverter(ColourChoice.class, new ChoiceConverter<>(ColourChoice.class))
        .setOverwrittenOptionsAllowed(true)
        .setOut(new PrintWriter(console.out(), true, console.out().charset()))
        .setErr(new PrintWriter(console.err(), true, console.err().charset()))
        .setColorScheme(CommandLine.Help.defaultColorScheme(colour ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler((e, _) -> misuse(e))
        .setExecutionExceptionHandler((e, _, _) -> failure(e));
  }

  private int misuse(ParameterException e) {
    complain(
        withoutTrailingDot(firstLine(e))
            + "; see "
            + e.getCommandLine().getCommandSpec().qualifiedName()
            + " --help");
    if (e instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      complain("did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?");
    }
    showStack(e);
    return ExitCode.USAGE;
  }

  private int failure(Exception e) {
    showStack(e);
    if (e instanceof CommandFailure failure) {
      complain(failure.line());
      return failure.exitCode();
    }
    complain("internal error: " + e + "; please report it, with what --debug shows");
    return ExitCode.INTERNAL;
  }

  private void complain(String line) {
    console.err().println(style.bad("greenloom:") + " " + line);
  }

  private void showStack(Exception e) {
    if (args.contains("--debug")) {
      e.printStackTrace(console.err());
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static String withoutTrailingDot(String line) {
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
