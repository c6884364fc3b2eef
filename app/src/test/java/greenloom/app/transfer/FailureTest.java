package greenloom.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.app.url.BadUrl;
import greenloom.app.url.WebUrl;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
  private static final WebUrl URL = url();

  private static WebUrl url() {
    try {
      return WebUrl.parse("http://example.com:81/");
    } catch (BadUrl e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, false",
    "401, false",
    "404, false",
    "408, true",
    "410, false",
    "429, true",
    "500, true",
    "503, true",
    "304, false"
  })
  void ofStatus_onlyWhatPassesIsTriedAgain(int status, boolean retry) {
    Failure failure = Failure.ofStatus(status, "Phrase", null);

    assertThat(failure.retry()).isEqualTo(retry);
    assertThat(failure.reason()).isEqualTo(status + " Phrase");
    assertThat(failure.advice()).isNotBlank();
  }

  @Test
  void ofStatus_withoutPhrase_saysStatus() {
    assertThat(Failure.ofStatus(404, "", null).reason()).isEqualTo("status 404");
  }

  @Test
  void of_eachException_hasItsWords() {
    assertThat(line(new UnknownHostException("example.com")))
        .startsWith("cannot resolve host example.com;");
    assertThat(line(new ConnectException("Failed to connect")))
        .startsWith("connection refused by example.com:81;");
    assertThat(line(new SocketTimeoutException("Connect timed out")))
        .startsWith("no connection to example.com:81 in time;");
    assertThat(line(new SocketTimeoutException("Read timed out")))
        .startsWith("the server fell silent;");
    assertThat(line(new SSLHandshakeException("no cipher"))).startsWith("TLS failed: no cipher;");
    assertThat(line(new ProtocolException("Unexpected status line: x")))
        .startsWith("the answer is no proper HTTP");
    assertThat(line(new SocketException("Connection reset")))
        .startsWith("the connection broke: Connection reset;");
    assertThat(line(new IOException("Canceled"))).startsWith("cut off by the stop;");
    assertThat(line(new IOException())).startsWith("the connection broke: IOException;");
  }

  @Test
  void of_onlyConnectionTroubleIsTriedAgain() {
    assertThat(Failure.of(new ConnectException("x"), URL).retry()).isTrue();
    assertThat(Failure.of(new SocketException("x"), URL).retry()).isTrue();
    assertThat(Failure.of(new UnknownHostException("x"), URL).retry()).isFalse();
    assertThat(Failure.of(new SSLHandshakeException("x"), URL).retry()).isFalse();
  }

  @Test
  void ofFile_namesFileAndReason() {
    Failure failure =
        Failure.ofFile(new FileSystemException("a.png", null, "No space left on device"));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCAL);
    assertThat(failure.reason()).isEqualTo("cannot write: a.png: No space left on device");
  }

  @Test
  void afterAttempts_saysHowMany() {
    Failure failure = Failure.ofStatus(500, "Broken", null);

    assertThat(failure.afterAttempts(1).line()).doesNotContain("tried");
    assertThat(failure.afterAttempts(4).line()).contains("500 Broken; tried 4 times; ");
  }

  private static String line(IOException e) {
    return Failure.of(e, URL).line();
  }
}
