package greenloom.app;

import greenloom.app.transfer.Failure;
import greenloom.app.transfer.Outcome;
import greenloom.app.url.BadUrl;
import greenloom.app.url.WebUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is to be fetched: each URL once, in the order given, and the lines of lists that are no
 * URLs.
 */
final class FetchList {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final Set<WebUrl> urls = new LinkedHashSet<>();
  private final List<Outcome.Failed> rejected = new ArrayList<>();

  /** Adds a URL of the command line. */
  void addArgument(String text) {
    urls.add(argument(text));
  }

  /** Reads a URL of the command line, which has to be one. */
  static WebUrl argument(String text) {
    try {
      return WebUrl.parse(text);
    } catch (BadUrl e) {
      String line = text + ": " + e.getMessage() + "; correct the URL and run again";
      throw new CommandFailure(ExitCode.USAGE, line, e);
    }
  }

  /** Adds the lines of a list; empty ones and those that start with # say nothing. */
  void addLines(InputStream list) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String text = line.replace(BYTE_ORDER_MARK, "").strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        addLine(text);
      }
    }
  }

  private void addLine(String text) {
    try {
      urls.add(WebUrl.parse(text));
    } catch (BadUrl e) {
      String kind = e.kind() == BadUrl.Kind.SCHEME ? "" : "malformed URL: ";
      rejected.add(
          new Outcome.Failed(
              text,
              Failure.lasting(
                  Failure.Kind.INPUT, kind + e.getMessage(), "correct it in the list", e)));
    }
  }

  Set<WebUrl> urls() {
    return urls;
  }

  List<Outcome.Failed> rejected() {
    return rejected;
  }

  int size() {
    return urls.size() + rejected.size();
  }
}
