package greenloom.examples;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** {@code greenloom example}: lists the programs, or runs one. */
final class Main {
  // as those of the greenloom program
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int CLOSED_PIPE = 141;

  private Main() {}

  static void main(String... args) {
    int code = run(List.of(args));
    if (System.out.checkError()) {
      code = CLOSED_PIPE;
    }
    if (code != OK) {
      System.exit(code);
    }
  }

  /** Returns the exit code. */
  static int run(List<String> args) {
    if (args.isEmpty()) {
      Program.ALL.forEach(program -> IO.println(line(program)));
      return OK;
    }
    String name = args.getFirst();
    if (isHelp(name)) {
      help("[NAME [ARGUMENT...]]", "Runs an example; without a name, lists them.");
      return OK;
    }
    Optional<Program> program = Program.ALL.stream().filter(p -> p.name().equals(name)).findAny();
    return program.map(p -> run(p, args.subList(1, args.size()))).orElseGet(() -> unknown(name));
  }

  private static String line(Program program) {
    return String.format(Locale.ROOT, "%-20s %s", program.name(), program.shows());
  }

  private static boolean isHelp(String argument) {
    return argument.equals("--help") || argument.equals("-h");
  }

  private static void help(String synopsis, String what) {
    IO.println("Usage: greenloom example " + synopsis);
    IO.println(what);
    IO.println("The sources, one file each: examples/src/main/java/greenloom/examples");
  }

  private static int run(Program program, List<String> arguments) {
    if (arguments.stream().anyMatch(Main::isHelp)) {
      help((program.name() + " " + program.takes()).strip(), "Shows " + program.shows() + ".");
      return OK;
    }
    if (!arguments.isEmpty() && !program.takesArguments()) {
      return complain(program.name() + " takes no arguments; leave them out", USAGE);
    }
    try {
      program.run(arguments);
      return OK;
    } catch (Exception e) {
      return complain(program.name() + " failed: " + rootOf(e), FAILED);
    }
  }

  /** What went wrong, without the wrapping that it came in from another greenlet. */
  private static Throwable rootOf(Throwable e) {
    return e instanceof CompletionException && e.getCause() != null ? rootOf(e.getCause()) : e;
  }

  private static int unknown(String name) {
    List<String> near = near(name.toLowerCase(Locale.ROOT));
    String guess = near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "? ";
    return complain(
        "there is no example \"" + name + "\"; " + guess + "\"greenloom example\" lists them",
        USAGE);
  }

  /** Those that contain what was typed, else the nearest if it is near. */
  private static List<String> near(String typed) {
    List<String> names = Program.ALL.stream().map(Program::name).toList();
    List<String> containing =
        names.stream().filter(name -> typed.length() > 2 && name.contains(typed)).toList();
    if (!containing.isEmpty()) {
      return containing;
    }
    int least = names.stream().mapToInt(name -> distance(name, typed)).min().orElseThrow();
    return least > typed.length() / 3
        ? List.of()
        : names.stream().filter(name -> distance(name, typed) == least).toList();
  }

  /** How many letters to put in, take out or change to make one of the other. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int before = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = before + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        before = row[j];
        row[j] = Math.min(changed, 1 + Math.min(before, row[j - 1]));
      }
    }
    return row[b.length()];
  }

  private static int complain(String what, int code) {
    System.err.println("greenloom: " + what);
    return code;
  }
}
