package greenloom.net;

import java.io.File;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * Java in a {@link Backdoor}, run in this process. Named only where {@code jdk.jshell} is. One
 * thread at a time.
 */
final class BackdoorShell implements AutoCloseable {
  private final PrintWriter out;
  private final JShell shell;
  private String begun = "";

  BackdoorShell(PrintWriter out) {
    this.out = out;
    this.shell = JShell.builder().executionEngine("local").build();
    Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .forEach(shell::addToClasspath);
    shell.eval("import greenloom.hub.*;");
    shell.eval("import java.util.*;");
  }

  /** Whether what was given so far goes on in the next line. */
  boolean open() {
    return !begun.isEmpty();
  }

  /** Takes a line, and runs what is complete. */
  void take(String line) {
    SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
    begun = begun.isEmpty() ? line : begun + "\n" + line;
    while (!begun.isBlank()) {
      CompletionInfo info = analysis.analyzeCompletion(begun);
      if (info.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
        break;
      } else if (!info.completeness().isComplete()) {
        return;
      }
      String source = info.source() == null ? begun : info.source();
      begun = info.source() == null ? "" : info.remaining();
      shell.eval(source).forEach(this::tell);
    }
    begun = "";
  }

  private void tell(SnippetEvent event) {
    if (event.status() == Snippet.Status.REJECTED) {
      shell.diagnostics(event.snippet()).filter(Diag::isError).forEach(this::tell);
    } else if (event.exception() != null) {
      out.println(exception(event.exception()));
    } else if (event.value() != null && !event.value().isEmpty()) {
      out.println(event.value());
    }
  }

  private void tell(Diag diag) {
    out.println("error: " + diag.getMessage(Locale.ROOT));
  }

  private static String exception(JShellException e) {
    return e instanceof EvalException eval
        ? eval.getExceptionClassName() + ": " + eval.getMessage()
        : e.toString();
  }

  @Override
  public void close() {
    shell.close();
  }
}
