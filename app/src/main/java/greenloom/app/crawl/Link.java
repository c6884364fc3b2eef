package greenloom.app.crawl;

import greenloom.app.url.WebUrl;
import java.io.Serializable;

/**
 * A URL that a page refers to.
 *
 * @param url where it leads
 * @param kind how the page refers to it
 */
record Link(WebUrl url, Kind kind) implements Serializable {

  /** How a page refers to something. */
  enum Kind {
    /** As another page to go to: counts as a step, and against the number of pages. */
    PAGE,
    /** As a part of itself, such as a picture or a style sheet. */
    PART
  }

  static Link page(WebUrl url) {
    return new Link(url, Kind.PAGE);
  }

  boolean isPage() {
    return kind == Kind.PAGE;
  }
}
