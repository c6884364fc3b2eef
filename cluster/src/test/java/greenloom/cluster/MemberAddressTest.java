package greenloom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberAddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:5701", "example.org:1", "[::1]:65535", "[fe80::1%eth0]:80"})
  void parse_proper_isWrittenTheSame(String text) {
    assertThat(MemberAddress.parse(text).toString()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1|say host:port",
        ":5701|say host:port",
        "a b:1|say host:port",
        "h:|no number from 1 to 65535",
        "h:0|no number from 1 to 65535",
        "h:65536|no number from 1 to 65535",
        "h:-1|no number from 1 to 65535",
        "::1:5701|needs brackets",
      })
  void parse_other_saysWhy(String text, String why) {
    assertThatThrownBy(() -> MemberAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,true",
    "10.1.2.3,true",
    "192.168.0.1,true",
    "172.16.0.1,true",
    "169.254.1.1,true",
    "::1,true",
    "fd00::1,true",
    "8.8.8.8,false",
    "172.32.0.1,false",
    "0.0.0.0,false",
    "2001:db8::1,false",
    "ff02::1,false",
  })
  void isPrivate_eachKind_isKnown(String address, boolean expected) throws UnknownHostException {
    assertThat(MemberAddress.isPrivate(InetAddress.getByName(address))).isEqualTo(expected);
  }
}
