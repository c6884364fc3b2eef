package greenloom.benchmarks.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rivals in Python, which a script measures. */
final class Gevent {
  private static final Pattern LINE =
      Pattern.compile(
          "\\{\"subject\": \"(\\w+)\", \"rival\": \"(\\w+)\", \"variant\": \"(\\w*)\","
              + " \"values\": \\[([^\\]]+)]}");

  private final List<String> command;

  /**
   * The rivals of one script, run by the Python that has greenlet and gevent: the one of the
   * distribution, or what {@code PYTHON} names.
   */
  Gevent(Path script, String... options) {
    String python = System.getenv().getOrDefault("PYTHON", "/usr/bin/python3");
    command = new ArrayList<>(List.of(python, script.toString()));
    command.addAll(List.of(options));
  }

  /** Returns the versions of what there is, or an empty string if something is missing. */
  String versions() throws InterruptedException {
    try {
      return String.join(" ", run("versions"));
    } catch (IOException e) {
      return "";
    }
  }

  /** Measures one subject. */
  void measure(Subject subject, Values values) throws IOException, InterruptedException {
    for (String line : run(subject.word())) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new IOException("not what was expected: " + line);
      }
      Subject of = Subject.valueOf(parts.group(1).toUpperCase(Locale.ROOT));
      values.add(
          new Measurement(of, parts.group(3), parts.group(2)),
          Stream.of(parts.group(4).split(", ")).map(Double::valueOf).toList());
    }
  }

  private List<String> run(String word) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(command);
    words.add(word);
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    List<String> lines = said.lines().toList();
    if (status != 0) {
      throw new IOException(lines.isEmpty() ? "ended with " + status : lines.getLast());
    }
    return lines;
  }
}
