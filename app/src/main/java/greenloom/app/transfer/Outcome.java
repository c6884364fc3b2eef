package greenloom.app.transfer;

import greenloom.app.url.WebUrl;
import java.nio.file.Path;
import java.util.Locale;

/** What became of one URL. */
public sealed interface Outcome {

  /**
   * It stands in a file.
   *
   * @param url where it was found in the end, after redirects
   * @param file where it is kept
   * @param bytes how long it is
   * @param contentType as the server named it, parameters included; empty if it did not
   */
  record Saved(WebUrl url, Path file, long bytes, String contentType) implements Outcome {
    /** The type without parameters, in lower case. */
    public String mediaType() {
      int end = contentType.indexOf(';');
      return (end < 0 ? contentType : contentType.substring(0, end))
          .strip()
          .toLowerCase(Locale.ROOT);
    }

    /** True for a page whose links can be followed. */
    public boolean isHtml() {
      return mediaType().equals("text/html") || mediaType().equals("application/xhtml+xml");
    }
  }

  /**
   * It could not be fetched.
   *
   * @param url as it was given
   * @param failure why
   */
  record Failed(String url, Failure failure) implements Outcome {}

  /**
   * It was left alone on purpose.
   *
   * @param url as it was given
   * @param reason why
   */
  record Skipped(WebUrl url, String reason) implements Outcome {
    /** The reason when the user asked the program to stop. */
    public static final String STOPPED = "stopped before it was fetched";
  }
}
