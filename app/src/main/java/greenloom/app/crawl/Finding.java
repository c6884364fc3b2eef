package greenloom.app.crawl;

import greenloom.app.transfer.Outcome;
import greenloom.app.url.WebUrl;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a member of a shared crawl tells the others of a URL that it has dealt with.
 *
 * @param kind what has become of it
 * @param bytes how long its file is
 * @param failure why it failed; null if it did not
 * @param links what it refers to on the same site
 * @param forbidden which of these robots.txt forbids
 */
public record Finding(
    Kind kind, long bytes, @Nullable String failure, List<Link> links, Set<WebUrl> forbidden)
    implements Serializable {

  /** What can become of a URL. */
  public enum Kind {
    PAGE,
    IMAGE,
    OTHER,
    FAILED,
    SKIPPED
  }

  static Finding of(Outcome outcome, List<Link> links, Set<WebUrl> forbidden) {
    return switch (outcome) {
      case Outcome.Saved saved -> new Finding(kind(saved), saved.bytes(), null, links, forbidden);
      case Outcome.Failed failed ->
          new Finding(Kind.FAILED, 0, failed.failure().reason(), List.of(), Set.of());
      case Outcome.Skipped _ -> new Finding(Kind.SKIPPED, 0, null, List.of(), Set.of());
    };
  }

  private static Kind kind(Outcome.Saved saved) {
    if (saved.isHtml()) {
      return Kind.PAGE;
    }
    return saved.mediaType().startsWith("image/") ? Kind.IMAGE : Kind.OTHER;
  }
}
