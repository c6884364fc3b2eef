package greenloom.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {
  private static final HostRule NOBODYS = new HostRule(List.of());

  private static List<InetAddress> addresses(String... literals) {
    return Stream.of(literals).map(InetAddress::ofLiteral).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "::1",
        "::",
        "fc00::1",
        "fd12:3456::1",
        "::ffff:127.0.0.1",
        "::ffff:10.1.2.3",
      })
  void ownAndPrivate_areAllowed(String literal) {
    assertThat(NOBODYS.refusal("x", addresses(literal))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.64.0.1",
        "126.0.0.1",
        "128.0.0.1",
        "169.254.169.254",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.2.1",
        "192.167.255.255",
        "192.169.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "2001:db8::1",
        "2606:4700::1111",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "::ffff:8.8.8.8",
      })
  void others_areRefused(String literal) {
    assertThat(NOBODYS.refusal("x", addresses(literal))).isPresent();
  }

  @Test
  void name_isRefusedForEachPublicAddress() {
    assertThat(NOBODYS.refusal("a.test", addresses("127.0.0.1", "::1"))).isEmpty();
    assertThat(NOBODYS.refusal("a.test", addresses("127.0.0.1", "192.0.2.7")))
        .contains("a.test is no host of this machine or of a private network (it is 192.0.2.7)");
    assertThat(NOBODYS.refusal("a.test", addresses("2001:db8::1", "::1"))).isPresent();
  }

  @Test
  void address_isNotToldTwice() {
    assertThat(NOBODYS.refusal("192.0.2.7", addresses("192.0.2.7")))
        .contains("192.0.2.7 is no host of this machine or of a private network");
  }

  @ParameterizedTest
  @CsvSource({
    "a.test, a.test",
    "A.test, a.TEST",
    "192.0.2.7, 192.0.2.7",
    "[2001:db8::1], 2001:db8::1",
    "2001:DB8::1, [2001:db8::1]",
  })
  void owned_isAllowed(String claimed, String host) {
    HostRule rule = new HostRule(List.of("other.test", claimed));
    assertThat(rule.refusal(host, addresses("192.0.2.7"))).isEmpty();
  }

  @Test
  void owned_isThatHostOnly() throws UnknownHostException {
    HostRule rule = new HostRule(List.of("a.test"));
    assertThat(rule.refusal("b.test", addresses("192.0.2.7"))).isPresent();
    assertThat(rule.refusal("a.test.b.test", addresses("192.0.2.7"))).isPresent();
  }
}
