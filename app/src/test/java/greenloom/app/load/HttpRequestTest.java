package greenloom.app.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.app.url.BadUrl;
import greenloom.app.url.WebUrl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestTest {

  private static String text(
      String method, List<String> headers, @Nullable String body, boolean keep) throws BadUrl {
    byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
    WebUrl url = WebUrl.parse("http://a.test:8080/x y?q=1");
    return new String(
        HttpRequest.to(url, method, "me/1", headers, bytes, keep).bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void plain_hasWhatIsUsual() throws BadUrl {
    assertThat(text("GET", List.of(), null, true))
        .isEqualTo(
            "GET /x%20y?q=1 HTTP/1.1\r\n"
                + "Host: a.test:8080\r\n"
                + "User-Agent: me/1\r\n"
                + "Accept: */*\r\n"
                + "\r\n");
  }

  @Test
  void body_isSentWithItsLength() throws BadUrl {
    assertThat(text("POST", List.of("Content-Type: text/plain"), "é!", false))
        .endsWith(
            "Accept: */*\r\n"
                + "Content-Type: text/plain\r\n"
                + "Connection: close\r\n"
                + "Content-Length: 3\r\n"
                + "\r\n"
                + "é!");
    assertThat(text("PUT", List.of(), "", true)).endsWith("Content-Length: 0\r\n\r\n");
  }

  @Test
  void header_takesThePlaceOfTheUsualOne_andMayBeThereTwice() throws BadUrl {
    assertThat(text("GET", List.of("host: b", "ACCEPT:text/html", "X: 1", "X: 2"), null, true))
        .isEqualTo(
            "GET /x%20y?q=1 HTTP/1.1\r\n"
                + "User-Agent: me/1\r\n"
                + "host: b\r\n"
                + "ACCEPT:text/html\r\n"
                + "X: 1\r\n"
                + "X: 2\r\n"
                + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no colon", ": x", "a b: x", "a\r\nb: x", "ä: x"})
  void noHeader_isRefused(String header) {
    assertThatThrownBy(() -> text("GET", List.of(header), null, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + header + "' is no header such as 'Name: value'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length", "transfer-encoding", "Connection", "Expect", "Upgrade"})
  void headerOfTheFrame_isRefused(String name) {
    assertThatThrownBy(() -> text("GET", List.of(name + ": x"), null, true))
        .hasMessage("the header " + name + " is set by the program itself");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /", "GÉT", "A\nB"})
  void noMethod_isRefused(String method) {
    assertThatThrownBy(() -> text(method, List.of(), null, true))
        .hasMessage("'" + method + "' is no method");
  }
}
