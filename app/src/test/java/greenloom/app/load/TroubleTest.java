package greenloom.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TroubleTest {

  static Stream<Arguments> exceptions() {
    return Stream.of(
        Arguments.of(new ConnectException("Connection refused"), Trouble.REFUSED),
        Arguments.of(new ConnectException("Connection timed out"), Trouble.NOT_CONNECTED),
        Arguments.of(new ConnectException("Network is unreachable"), Trouble.UNREACHABLE),
        Arguments.of(new NoRouteToHostException("No route to host"), Trouble.UNREACHABLE),
        Arguments.of(new SocketTimeoutException("Connect timed out"), Trouble.NOT_CONNECTED),
        Arguments.of(new BindException("Cannot assign requested address"), Trouble.NO_PORTS),
        Arguments.of(new SocketException("Connection reset"), Trouble.RESET),
        Arguments.of(new SocketException("Broken pipe"), Trouble.RESET),
        Arguments.of(new SocketException("Too many open files"), Trouble.NO_FILES),
        Arguments.of(new SocketException("Socket closed"), Trouble.BROKEN),
        Arguments.of(new EOFException("x"), Trouble.ENDED),
        Arguments.of(new SSLHandshakeException("bad certificate"), Trouble.TLS),
        Arguments.of(new SSLException("x", new SocketException("Connection reset")), Trouble.RESET),
        Arguments.of(new SSLException("x", new SSLException("y")), Trouble.TLS),
        Arguments.of(BadAnswer.malformed("x"), Trouble.MALFORMED),
        Arguments.of(new IOException(), Trouble.BROKEN));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void of_tellsThemApart(IOException e, Trouble expected) {
    assertThat(Trouble.of(e)).isEqualTo(expected);
  }

  @Test
  void words_areTold() {
    assertThat(Stream.of(Trouble.values()).map(Trouble::words).distinct())
        .hasSameSizeAs(Trouble.values());
  }
}
