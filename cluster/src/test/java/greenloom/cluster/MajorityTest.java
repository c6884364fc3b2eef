package greenloom.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.version.MemberVersion;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MajorityTest {
  private final Majority majority = new Majority();
  private final Map<Integer, UUID> uuids = new HashMap<>();

  private static Address address(int port) {
    return new Address("127.0.0.1", InetAddress.getLoopbackAddress(), port);
  }

  private boolean of(int... ports) {
    return majority.apply(IntStream.of(ports).mapToObj(this::member).toList());
  }

  private Member member(int port) {
    return new MemberImpl.Builder(address(port))
        .version(MemberVersion.of(5, 7, 0))
        .uuid(uuids.computeIfAbsent(port, _ -> UUID.randomUUID()))
        .build();
  }

  private void takesLeave(int port) {
    majority.takesLeave(member(port).getUuid());
    uuids.remove(port);
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
    takesLeave(2);
    assertThat(of(1, 3)).isTrue();
    takesLeave(3);
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

  @Test
  void whoTakesLeave_isSeenForAWhile_andDoesNotCount() {
    assertThat(of(1, 2, 3)).isTrue();
    Member two = member(2);
    takesLeave(2);
    assertThat(majority.apply(List.of(member(1), two, member(3)))).isTrue();
    takesLeave(3);
    assertThat(of(1)).isTrue();
  }
}
