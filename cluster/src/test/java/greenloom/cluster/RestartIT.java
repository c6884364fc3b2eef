package greenloom.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.process.SharedLock;
import greenloom.process.SharedQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three processes with a folder for a store, one killed in the middle of its work, then all. */
@Timeout(120)
class RestartIT {
  private static final int MEMBERS = 3;
  private static final int LINES = 40;
  @TempDir private Path folder;

  private final Set<Integer> answered = new HashSet<>();
  private final List<MemberProcess> members = new ArrayList<>();
  private final String[] list = Members.list(MEMBERS);

  @AfterEach
  void end() {
    members.forEach(MemberProcess::close);
  }

  private MemberProcess started() throws Exception {
    MemberProcess member =
        MemberProcess.start(List.of(), folder, "restart", "fills", list).joined();
    members.add(member);
    return member;
  }

  private void hear(int lines) throws Exception {
    for (int i = 0; i < lines; i++) {
      for (MemberProcess member : members) {
        answered.add(Integer.parseInt(member.line()));
      }
    }
  }

  private void kill(List<MemberProcess> some) throws Exception {
    some.forEach(MemberProcess::kill);
    for (MemberProcess member : some) {
      member.rest().forEach(line -> answered.add(Integer.parseInt(line)));
      member.close();
    }
    members.removeAll(some);
  }

  @Test
  void allKilled_andStartedAgain_nothingAnsweredIsMissing_nothingIsThereTwice() throws Exception {
    for (int i = 0; i < MEMBERS; i++) {
      MemberProcess _ = started();
    }
    for (MemberProcess member : members) {
      member.tell();
    }
    hear(LINES);
    kill(List.of(members.getFirst()));
    hear(LINES);
    started().tell();
    hear(LINES);
    kill(List.copyOf(members));
    assertThat(answered).hasSizeGreaterThanOrEqualTo(MEMBERS * LINES);

    ClusterSetup setup =
        Cluster.setup().name("restart").members(list).store(ClusterStore.inFolder(folder));
    try (Cluster cluster = setup.join();
        Cluster other = setup.join()) {
      List<Integer> kept = new ArrayList<>(other.<Integer>list("list"));
      assertThat(kept).containsAll(answered).doesNotHaveDuplicates();
      assertThat(kept).hasSizeLessThanOrEqualTo(answered.size() + MEMBERS + 1); // on their way
      assertThat(other.<Integer, String>dict("dict").keySet()).containsAll(answered);
      assertThat(other.dict("dict")).hasSameSizeAs(cluster.dict("dict").entrySet());
      assertThat(taken(cluster.queue("queue", 1_000_000)))
          .containsAll(answered)
          .doesNotHaveDuplicates();

      SharedLock lock = cluster.lock("held");
      assertThat(lock.tryLock(Duration.ofSeconds(30))).isTrue();
      assertThat(lock.abandoned()).isTrue();
      assertThat(lock.fence())
          .isEqualTo(3); // the one that was killed first had it, then the new one
      assertThat(cluster.semaphore("permits", 2).permits()).isEqualTo(2);
    }
  }

  private static List<Integer> taken(SharedQueue<Integer> queue) {
    List<Integer> all = new ArrayList<>();
    for (Integer item = queue.poll(); item != null; item = queue.poll()) {
      all.add(item);
    }
    return all;
  }
}
