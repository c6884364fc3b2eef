package greenloom.app.crawl;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import greenloom.app.transfer.FetchException;
import greenloom.app.transfer.Retrier;
import greenloom.app.transfer.WebClient;
import greenloom.app.url.BadUrl;
import greenloom.app.url.WebUrl;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The rules of robots.txt (RFC 9309), read once from each origin: without such a file everything is
 * allowed, with one that cannot be read for a fault of the server nothing is.
 */
public final class Robots {
  private static final String NAME = "greenloom";
  private static final int MOST_REDIRECTS = 5;
  private static final int LARGEST_FILE = 512 * 1024;
  private static final BaseRobotRules ALL =
      new SimpleRobotRules(SimpleRobotRules.RobotRulesMode.ALLOW_ALL);
  private static final BaseRobotRules NONE =
      new SimpleRobotRules(SimpleRobotRules.RobotRulesMode.ALLOW_NONE);

  private final WebClient client;
  private final Retrier retrier;
  private final Map<String, BaseRobotRules> rules = new HashMap<>();
  private final @Nullable RobotRules shared;

  /** Rules that are fetched when first needed. */
  public Robots(WebClient client, Retrier retrier) {
    this(client, retrier, null);
  }

  /** Rules that are fetched when nobody has done so before. */
  public Robots(WebClient client, Retrier retrier, @Nullable RobotRules shared) {
    this.client = client;
    this.retrier = retrier;
    this.shared = shared;
  }

  /**
   * Sees to it that the rules for a URL are known; fails if its server does not answer, or with a
   * fault of its own.
   */
  void load(WebUrl url) throws FetchException {
    BaseRobotRules known = shared == null ? null : shared.find(url.origin());
    if (known != null) {
      rules.put(url.origin(), known);
      return;
    }
    WebUrl file = new WebUrl(url.scheme(), url.host(), url.port(), "/robots.txt", null);
    keep(url, retrier.run(file, allowance -> allowance.spend(() -> read(file))));
  }

  private void keep(WebUrl url, BaseRobotRules found) {
    rules.put(url.origin(), shared == null ? found : shared.agree(url.origin(), found));
  }

  /** True if the URL may be fetched. */
  boolean allow(WebUrl url) {
    if (!rules.containsKey(url.origin())) {
      try {
        load(url);
      } catch (FetchException e) {
        keep(url, NONE);
      }
    }
    return rules.getOrDefault(url.origin(), NONE).isAllowed(url.toString());
  }

  private BaseRobotRules read(WebUrl file) throws IOException {
    WebUrl at = file;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      try (Response response = client.get(at)) {
        String location = WebClient.redirect(response);
        if (location == null) {
          return rules(file, response);
        }
        at = at.resolve(location);
      } catch (BadUrl e) {
        return ALL;
      }
    }
    return ALL;
  }

  private static BaseRobotRules rules(WebUrl file, Response response) throws IOException {
    if (response.code() >= 500 || response.code() == 429) {
      throw WebClient.failed(response);
    }
    if (!response.isSuccessful()) {
      return ALL;
    }
    byte[] content = response.body().byteStream().readNBytes(LARGEST_FILE);
    @Nullable String type = response.header("Content-Type");
    return new SimpleRobotRulesParser()
        .parseContent(file.toString(), content, type == null ? "text/plain" : type, List.of(NAME));
  }
}
