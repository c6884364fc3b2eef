package greenloom.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.version.MemberVersion;
import java.net.InetAddress;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MajorityTest {
  private final Majority majority = new Majority();

  private static Address address(int port) {
    return new Address("127.0.0.1", InetAddress.getLoopbackAddress(), port);
  }

  private boolean of(int... ports) {
    List<Member> here =
        IntStream.of(ports)
            .<Member>mapToObj(port ->
                new MemberImpl.Builder(address(port))
                    .version(MemberVersion.of(5, 7, 0))
                    .uuid(UUID.randomUUID())
                    .build())
            .toList();
    return majority.apply(here);
  }

  @Test
  void fewerThanThree_mayAlwaysGoOn() {
    assertThat(of(1)).isTrue();
    assertThat(of(1, 2)).isTrue();
    assertThat(of(1)).isTrue();
  }

  @Test
  void three_oneLost_goOn_twoLost_doNot() {
    assertThat(of(1, 2, 3)).isTrue();
    assertThat(of(1, 2)).isTrue();
    assertThat(of(1)).isFalse();
    assertThat(of(1, 3)).isTrue();
  }

  @Test
  void four_inTwoHalves_neitherGoesOn() {
    assertThat(of(1, 2, 3, 4)).isTrue();
    assertThat(of(1, 2)).isFalse();
  }

  @Test
  void whoTookLeave_isNotMissed() {
    assertThat(of(1, 2, 3)).isTrue();
    majority.takesLeave(address(2));
    assertThat(of(1, 3)).isTrue();
    majority.takesLeave(address(3));
    assertThat(of(1)).isTrue();
  }

  @Test
  void whoStartsAnew_takesItsOldPlace() {
    assertThat(of(1, 2, 3)).isTrue();
    for (int i = 0; i < 10; i++) {
      assertThat(of(1, 2)).isTrue();
      assertThat(of(1, 2, 3)).isTrue();
    }
  }
}
