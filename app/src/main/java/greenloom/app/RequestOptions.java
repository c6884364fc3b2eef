package greenloom.app;

import greenloom.app.load.EchoProtocol;
import greenloom.app.load.HttpProtocol;
import greenloom.app.load.HttpRequest;
import greenloom.app.load.Protocol;
import greenloom.app.load.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is sent: the options of requests over HTTP, and of messages to a server that echoes. */
final class RequestOptions {
  @Option(
      names = {"-X", "--method"},
      paramLabel = "METHOD",
      description = "The method (default: GET, or POST with a body).")
  private @Nullable String method;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "HEADER",
      converter = HeaderConverter.class,
      description = "Send this header, 'Name: value'; may be repeated.")
  private List<String> headers = new ArrayList<>();

  @Option(names = "--body", paramLabel = "TEXT", description = "Send this body.")
  private @Nullable String body;

  @Option(
      names = "--body-file",
      paramLabel = "FILE",
      description = "Send what is in this file as the body.")
  private @Nullable Path bodyFile;

  @Option(
      names = "--no-keepalive",
      description = "Open a new connection for each request, and measure that with it.")
  private boolean noKeepAlive;

  @Option(
      names = {"-k", "--insecure"},
      description = "With https, take any certificate.")
  boolean insecure;

  @Option(
      names = "--size",
      paramLabel = "N",
      converter = CountConverter.FromOne.class,
      description =
          "With tcp, send messages of so many bytes, "
              + EchoProtocol.LONGEST
              + " at most (default: 64).")
  private @Nullable Integer size;

  @Option(names = "--message", paramLabel = "TEXT", description = "With tcp, send this text.")
  private @Nullable String message;

  /** What the connections shall talk. */
  Protocol protocol(Target target) {
    if (!target.isHttp()) {
      refuseFor("tcp", "--method", method, "--body", body, "--body-file", bodyFile);
      if (!headers.isEmpty() || noKeepAlive) {
        throw CommandFailure.usage("--header and --no-keepalive are for http, not for tcp");
      }
      return new EchoProtocol(message());
    }
    refuseFor(target.scheme(), "--size", size, "--message", message);
    try {
      byte @Nullable [] content = content();
      String verb = method != null ? method : content == null ? "GET" : "POST";
      String agent = "greenloom/" + Version.number();
      HttpRequest request =
          HttpRequest.to(target.url(), verb, agent, headers, content, !noKeepAlive);
      return new HttpProtocol(request, !noKeepAlive);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(e.getMessage() + "; see greenloom load --help");
    }
  }

  private static void refuseFor(String scheme, @Nullable Object... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        throw CommandFailure.usage(namesAndValues[i] + " means nothing for " + scheme);
      }
    }
  }

  private byte[] message() {
    if (message != null && size != null) {
      throw CommandFailure.usage("--size and --message say two things; leave one of them out");
    }
    byte[] bytes =
        message == null
            ? EchoProtocol.message(size == null ? 64 : Math.min(size, EchoProtocol.LONGEST + 1))
            : message.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > EchoProtocol.LONGEST) {
      throw CommandFailure.usage(
          "a message has from 1 to " + EchoProtocol.LONGEST + " bytes; see greenloom load --help");
    }
    return bytes;
  }

  private byte @Nullable [] content() {
    if (body != null && bodyFile != null) {
      throw CommandFailure.usage("--body and --body-file say two things; leave one of them out");
    }
    if (bodyFile == null) {
      return body == null ? null : body.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Files.readAllBytes(bodyFile);
    } catch (IOException e) {
      throw Folders.failure(
          "cannot read the body from " + bodyFile, e, "check the name after --body-file");
    }
  }
}
