package greenloom.app.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

  @ParameterizedTest
  @CsvSource({
    "http://a.test, http, a.test, 80, http://a.test/",
    "HTTP://A.test:8080/x?y, http, a.test, 8080, http://a.test:8080/x?y",
    "https://a.test/x#y, https, a.test, 443, https://a.test/x",
    "http://[::1]:81/, http, [::1], 81, http://[::1]:81/",
    "tcp://a.test:7, tcp, a.test, 7, tcp://a.test:7",
    "TCP://127.0.0.1:80, tcp, 127.0.0.1, 80, tcp://127.0.0.1:80",
    "tcp://[::1]:8001, tcp, [::1], 8001, tcp://[::1]:8001",
  })
  void parse_reads(String text, String scheme, String host, int port, String canonical) {
    Target target = Target.parse(text);
    assertThat(target.scheme()).isEqualTo(scheme);
    assertThat(target.host()).isEqualTo(host);
    assertThat(target.port()).isEqualTo(port);
    assertThat(target).hasToString(canonical);
    assertThat(target.isHttp()).isEqualTo(!scheme.equals("tcp"));
    assertThat(target.isTls()).isEqualTo(scheme.equals("https"));
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://a/, 'unknown scheme (only http, https and tcp)'",
    "a.test, 'it does not start with http://, https:// or tcp://'",
    "a.test:7, 'unknown scheme (only http, https and tcp)'",
    "http://, the host is missing",
    "http://u:p@a/, user names and passwords in URLs are not supported",
    "tcp://a.test, it must be tcp://host:port",
    "tcp://a.test/, it must be tcp://host:port",
    "tcp://a.test:7/, it must be tcp://host:port",
    "tcp://a.test/x:7, it must be tcp://host:port",
    "tcp://:7, it must be tcp://host:port",
    "tcp://a.test:0, '\"0\" is no port number (1 to 65535)'",
    "tcp://a.test:65536, '\"65536\" is no port number (1 to 65535)'",
  })
  void parse_refuses_sayingWhy(String text, String why) {
    assertThatThrownBy(() -> Target.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(why);
  }
}
