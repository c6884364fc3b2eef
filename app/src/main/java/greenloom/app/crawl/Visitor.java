package greenloom.app.crawl;

import static greenloom.Greenloom.blocking;

import greenloom.app.transfer.Downloader;
import greenloom.app.transfer.Failure;
import greenloom.app.transfer.FetchException;
import greenloom.app.transfer.HopRule;
import greenloom.app.transfer.Outcome;
import greenloom.app.url.WebUrl;
import greenloom.hub.Body;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fetches URLs into files and finds what they refer to; in as many greenlets as you like. */
public final class Visitor {
  /** Reading a page this large takes so long that the others should not wait for it. */
  private static final long LARGE_PAGE = 256 * 1024;

  private final Downloader downloader;
  private final Robots robots;

  /** A visitor that minds {@code robots}. */
  public Visitor(Downloader downloader, Robots robots) {
    this.downloader = downloader;
    this.robots = robots;
  }

  Robots robots() {
    return robots;
  }

  /** Why the start page cannot be fetched, as far as robots.txt goes; null if it can. */
  Outcome.@Nullable Failed objection(WebUrl start) {
    try {
      robots.load(start);
      return robots.allow(start)
          ? null
          : failed(start, "robots.txt forbids it", "choose another start page", null);
    } catch (FetchException e) {
      Failure f = e.failure();
      boolean answered = f.kind() == Failure.Kind.ANSWER;
      return failed(start, (answered ? "its robots.txt: " : "") + f.reason(), f.advice(), e);
    }
  }

  private static Outcome.Failed failed(
      WebUrl url, String reason, String advice, @Nullable Throwable cause) {
    return new Outcome.Failed(
        url.toString(), Failure.lasting(Failure.Kind.ANSWER, reason, advice, cause));
  }

  /** Fetches what a link leads to. */
  Visit visit(Link link, Path file, HopRule rule) {
    Outcome outcome = downloader.fetch(link.url(), file, rule);
    return outcome instanceof Outcome.Saved saved && link.isPage() && saved.isHtml()
        ? read(saved)
        : new Visit(outcome, List.of());
  }

  private static Visit read(Outcome.Saved page) {
    Body<List<Link>, IOException> reading =
        () -> PageLinks.in(page.file(), page.contentType(), page.url());
    try {
      return new Visit(page, page.bytes() < LARGE_PAGE ? reading.run() : blocking(reading));
    } catch (IOException e) {
      return new Visit(new Outcome.Failed(page.url().toString(), Failure.ofFile(e)), List.of());
    }
  }
}
