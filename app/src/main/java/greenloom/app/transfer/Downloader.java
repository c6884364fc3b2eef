package greenloom.app.transfer;

import greenloom.app.url.BadUrl;
import greenloom.app.url.WebUrl;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import okhttp3.Response;

/**
 * Fetches one URL at a time into a file, as blocking code; call it in as many greenlets as you
 * like.
 */
public final class Downloader {
  /** How many greenlets may stand in line at once; more would only cost memory. */
  public static final int LONGEST_LINE = 10_000;

  private static final int MOST_REDIRECTS = 10;
  private static final int BUFFER = 16 * 1024;

  private final WebClient client;
  private final Slots slots;
  private final Retrier retrier;
  private final StopSignal stop;
  private final Tally tally;

  /**
   * A downloader that counts what it does in {@code tally}, and gives up on one URL after {@code
   * timeout}.
   */
  public Downloader(WebClient client, Slots slots, Retrier retrier, StopSignal stop, Tally tally) {
    this.client = client;
    this.slots = slots;
    this.retrier = retrier;
    this.stop = stop;
    this.tally = tally;
  }

  /** Fetches a URL into a file. Whatever goes wrong is in the outcome. */
  public Outcome fetch(WebUrl url, Path file, HopRule rule) {
    try {
      return retrier.run(url, allowance -> follow(url, file, rule, allowance));
    } catch (FetchException e) {
      return new Outcome.Failed(url.toString(), e.failure());
    }
  }

  private Outcome follow(WebUrl url, Path file, HopRule rule, Allowance allowance)
      throws IOException {
    WebUrl at = url;
    Set<WebUrl> trail = new HashSet<>(Set.of(url));
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      WebUrl here = at;
      boolean first = hop == 0;
      Step step =
          slots.with(
              here.authority(),
              () ->
                  first && stop.requested()
                      ? new NotBegun()
                      : allowance.spend(() -> exchange(here, file)));
      switch (step) {
        case NotBegun _ -> {
          return new Outcome.Skipped(url, Outcome.Skipped.STOPPED);
        }
        case Kept kept -> {
          return kept.saved;
        }
        case Moved moved -> {
          if (!trail.add(moved.to)) {
            throw failed(
                "redirected in a circle, back to " + moved.to, "the fault is the server's");
          }
          Optional<String> objection = rule.objection(here, moved.to);
          if (objection.isPresent()) {
            return new Outcome.Skipped(url, objection.get());
          }
          at = moved.to;
        }
      }
    }
    throw failed(
        "redirected more than " + MOST_REDIRECTS + " times",
        "the fault is the server's, the last one led to " + at);
  }

  /** What one exchange with a server led to. */
  private sealed interface Step {}

  private record NotBegun() implements Step {}

  private record Kept(Outcome.Saved saved) implements Step {}

  private record Moved(WebUrl to) implements Step {}

  private Step exchange(WebUrl at, Path file) throws IOException {
    tally.exchangeBegins();
    try (Response response = client.get(at)) {
      String location = WebClient.redirect(response);
      if (location != null) {
        return new Moved(target(at, location));
      }
      if (!response.isSuccessful()) {
        throw WebClient.failed(response);
      }
      return new Kept(save(response, at, file));
    } finally {
      tally.exchangeEnds();
    }
  }

  private Outcome.Saved save(Response response, WebUrl at, Path file) throws IOException {
    long announced = response.body().contentLength();
    long received = 0;
    byte[] buffer = new byte[BUFFER];
    try (PartFile part = PartFile.create(file)) {
      InputStream in = response.body().byteStream();
      for (int n = read(in, buffer, received, announced);
          n >= 0;
          n = read(in, buffer, received, announced)) {
        part.write(buffer, n);
        tally.received(n);
        received += n;
      }
      part.keep();
    }
    String type = response.header("Content-Type");
    return new Outcome.Saved(at, file, received, type == null ? "" : type);
  }

  private static int read(InputStream in, byte[] buffer, long received, long announced)
      throws IOException {
    try {
      return in.read(buffer);
    } catch (EOFException | ProtocolException e) {
      throw new FetchException(Failure.ofShortBody(received, announced, e));
    }
  }

  private static WebUrl target(WebUrl at, String location) throws FetchException {
    try {
      return at.resolve(location);
    } catch (BadUrl e) {
      throw failed(
          "redirected to what is no web address: " + e.getMessage(), "the fault is the server's");
    }
  }

  private static FetchException failed(String reason, String advice) {
    return new FetchException(Failure.lasting(Failure.Kind.ANSWER, reason, advice, null));
  }
}
