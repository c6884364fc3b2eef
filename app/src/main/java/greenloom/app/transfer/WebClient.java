package greenloom.app.transfer;

import greenloom.app.url.WebUrl;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Plain blocking OkHttp. Nothing in it knows of greenlets: called in one, its waits switch to
 * others. Making one takes a while: not on a hub.
 */
public final class WebClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(20);
  private static final int IDLE_CONNECTIONS = 256;

  private final String userAgent;
  private final OkHttpClient http;

  /** A client whose calls take no longer than the timeout. */
  public WebClient(String userAgent, Duration timeout) {
    this.userAgent = userAgent;
    this.http = create(timeout);
  }

  /** Asks for a URL and returns when the head of the answer is here. Redirects are not followed. */
  public Response get(WebUrl url) throws IOException {
    HttpUrl target = HttpUrl.parse(url.toString());
    if (target == null) {
      throw new FetchException(
          Failure.lasting(Failure.Kind.INPUT, "malformed URL", "check the host's name", null));
    }
    return http.newCall(new Request.Builder().url(target).header("User-Agent", userAgent).build())
        .execute();
  }

  /** Where the answer sends its reader; null if it is no redirect. */
  public static @Nullable String redirect(Response response) {
    return switch (response.code()) {
      case 301, 302, 303, 307, 308 -> response.header("Location");
      default -> null;
    };
  }

  /** What is wrong with an answer that is neither success nor a redirect. */
  public static FetchException failed(Response response) {
    Duration retryAfter = RetryPolicy.retryAfter(response.header("Retry-After"), Instant.now());
    return new FetchException(Failure.ofStatus(response.code(), response.message(), retryAfter));
  }

  /** Breaks off whatever is going on. */
  public void cancelAll() {
    http.dispatcher().cancelAll();
  }

  private static OkHttpClient create(Duration timeout) {
    return new OkHttpClient.Builder()
        .protocols(List.of(Protocol.HTTP_1_1))
        .fastFallback(false) // or it connects on threads of its own
        .followRedirects(false)
        .followSslRedirects(false)
        .dns(new HubDns())
        .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 30, TimeUnit.SECONDS))
        .connectTimeout(shorter(CONNECT, timeout))
        .readTimeout(shorter(SILENCE, timeout))
        .writeTimeout(shorter(SILENCE, timeout))
        .callTimeout(timeout)
        .build();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
