package greenloom.app.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;

/** Why a request got no whole answer, as far as such failures are counted apart. */
public enum Trouble {
  /** Nobody listens there. */
  REFUSED("connection refused"),
  /** Connecting took too long. */
  NOT_CONNECTED("no connection in time"),
  /** The network does not lead there. */
  UNREACHABLE("host unreachable"),
  /** The connection was thrown away by the other side. */
  RESET("connection reset"),
  /** The connection ended before the answer did. */
  ENDED("connection ended early"),
  /** The answer was not there in time. */
  TIMED_OUT("timed out"),
  /** What came is no HTTP, or says two things at once. */
  MALFORMED("answer is no proper HTTP"),
  /** The answer's head does not end. */
  HEAD_TOO_LARGE("head of the answer too large"),
  /** What came back is not what was sent. */
  WRONG_ECHO("echo differs"),
  /** TLS could not be agreed on, or broke. */
  TLS("TLS failed"),
  /** This process has as many files open as it may. */
  NO_FILES("too many open files here"),
  /** All local ports towards this address are taken. */
  NO_PORTS("no local port left"),
  /** Anything else. */
  BROKEN("connection broken");

  private final String words;

  Trouble(String words) {
    this.words = words;
  }

  /** What it is called in summaries. */
  public String words() {
    return words;
  }

  /** The trouble behind an exception of a socket. */
  public static Trouble of(IOException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case BadAnswer bad -> bad.trouble();
      case BindException _ -> NO_PORTS;
      case NoRouteToHostException _ -> UNREACHABLE;
      case ConnectException _ -> ofConnect(message);
      case SocketTimeoutException _ -> NOT_CONNECTED; // no other wait has a limit of its own
      case SSLException _ -> ofTls(e);
      case EOFException _ -> ENDED;
      default -> ofSocket(message);
    };
  }

  private static Trouble ofConnect(String message) {
    if (message.contains("timed out")) {
      return NOT_CONNECTED;
    }
    return message.contains("unreachable") ? UNREACHABLE : REFUSED;
  }

  /** A reset in the middle of TLS comes wrapped. */
  private static Trouble ofTls(IOException e) {
    return e.getCause() instanceof IOException inner && !(inner instanceof SSLException)
        ? of(inner)
        : TLS;
  }

  private static Trouble ofSocket(String message) {
    if (message.contains("reset") || message.contains("Broken pipe")) {
      return RESET;
    }
    return message.contains("Too many open files") ? NO_FILES : BROKEN;
  }
}
