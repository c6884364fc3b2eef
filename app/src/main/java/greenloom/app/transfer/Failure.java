package greenloom.app.transfer;

import greenloom.app.url.WebUrl;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a URL could not be fetched, in words.
 *
 * @param kind what sort of failure it is
 * @param reason what went wrong, short enough to be counted by
 * @param advice what to do about it
 * @param retry true if the same request may succeed a little later
 * @param retryAfter how long the server asked to stay away; null if it did not
 * @param cause the exception behind it, if there is one
 */
public record Failure(
    Kind kind,
    String reason,
    String advice,
    boolean retry,
    @Nullable Duration retryAfter,
    @Nullable Throwable cause) {

  /** What sort of failure it is. */
  public enum Kind {
    /** The text is no URL that can be fetched. */
    INPUT,
    /** The server answered, but not with the thing. */
    ANSWER,
    /** No (whole) answer came. */
    CONNECTION,
    /** It took too long. */
    TIMEOUT,
    /** This computer could not keep it. */
    LOCAL
  }

  /** A failure that trying again does not mend. */
  public static Failure lasting(
      Kind kind, String reason, String advice, @Nullable Throwable cause) {
    return new Failure(kind, reason, advice, false, null, cause);
  }

  static Failure passing(String reason, String advice, Throwable cause) {
    return new Failure(Kind.CONNECTION, reason, advice, true, null, cause);
  }

  /** For an answer whose status is neither success nor a redirect. */
  static Failure ofStatus(int status, String phrase, @Nullable Duration retryAfter) {
    boolean retry = status == 408 || status == 429 || status >= 500;
    String reason = phrase.isBlank() ? "status " + status : status + " " + phrase;
    return new Failure(Kind.ANSWER, reason, adviceFor(status), retry, retryAfter, null);
  }

  private static String adviceFor(int status) {
    return switch (status) {
      case 401, 403, 407 -> "the server wants credentials, which this program does not send";
      case 404, 410 -> "check the address";
      case 408, 429 -> "lower --per-host or try again later";
      default ->
          status >= 500
              ? "the fault is the server's; try again later"
              : "the server does not give this out";
    };
  }

  /** For an exception that ended an exchange with a server. */
  static Failure of(IOException e, WebUrl at) {
    return switch (e) {
      case UnknownHostException _ ->
          lasting(
              Kind.CONNECTION,
              "cannot resolve host " + at.host(),
              "check the spelling and the network",
              e);
      case NoRouteToHostException _ ->
          passing("no route to " + at.authority(), "check the network", e);
      case ConnectException _ -> ofConnect(e, at);
      case SocketTimeoutException _ when isConnect(e) ->
          passing(
              "no connection to " + at.authority() + " in time",
              "check the address and the network",
              e);
      case SocketTimeoutException _ ->
          passing("the server fell silent", "try again later, or with a longer --timeout", e);
      case InterruptedIOException _ ->
          lasting(Kind.TIMEOUT, "took too long", "allow more with --timeout", e);
      case SSLException _ ->
          lasting(
              Kind.CONNECTION,
              "TLS failed: " + firstLine(e),
              "check that the address speaks https",
              e);
      case EOFException _ -> passing("the connection ended early", "try again later", e);
      case ProtocolException _ when firstLine(e).contains("unexpected end") ->
          passing("the connection ended early", "try again later", e);
      case ProtocolException _ ->
          lasting(
              Kind.ANSWER,
              "the answer is no proper HTTP: " + firstLine(e),
              "check that this is a web server",
              e);
      case IOException _ when firstLine(e).equals("Canceled") ->
          lasting(Kind.CONNECTION, "cut off by the stop", "run again", e);
      default -> passing("the connection broke: " + firstLine(e), "try again later", e);
    };
  }

  private static Failure ofConnect(IOException e, WebUrl at) {
    Throwable root = e.getCause() == null ? e : e.getCause();
    boolean late = String.valueOf(root.getMessage()).contains("timed out");
    String reason =
        late
            ? "no connection to " + at.authority() + " in time"
            : "connection refused by " + at.authority();
    return passing(reason, "check that a server is running there", e);
  }

  private static boolean isConnect(IOException e) {
    return firstLine(e).toLowerCase(Locale.ROOT).contains("connect");
  }

  /** For a body that ended before the announced length. */
  static Failure ofShortBody(long received, long announced, IOException e) {
    String length =
        announced < 0 ? received + " bytes came" : received + " of " + announced + " bytes came";
    return passing(
        "the body is shorter than announced", length + ", nothing was kept; try again later", e);
  }

  /** For a file that could not be written. */
  public static Failure ofFile(IOException e) {
    String what =
        switch (e) {
          case AccessDeniedException a -> "no permission to write " + a.getFile();
          case FileSystemException f when f.getReason() != null ->
              f.getFile() + ": " + f.getReason();
          default -> firstLine(e);
        };
    return lasting(
        Kind.LOCAL, "cannot write: " + what, "make room or choose another folder with -o", e);
  }

  static String firstLine(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  /** Reason and advice as one line. */
  public String line() {
    return reason + "; " + advice;
  }

  /** The same failure, saying how often it was tried. */
  Failure afterAttempts(int attempts) {
    return attempts == 1
        ? this
        : new Failure(
            kind, reason, "tried " + attempts + " times; " + advice, retry, retryAfter, cause);
  }
}
