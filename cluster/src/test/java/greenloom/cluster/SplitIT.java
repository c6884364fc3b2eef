package greenloom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three members with networks of their own, one of which is cut off and brought back. Needs {@code
 * ip} and the right to make network namespaces.
 */
@Timeout(120)
class SplitIT {
  private static final String PREFIX = "glm" + ProcessHandle.current().pid() % 100_000 + "-";
  private static final String NET = "10.213.";
  private static final int MEMBERS = 3;

  private final List<MemberProcess> members = new ArrayList<>();

  /** A namespace for the router, and one for each member with a cable to it. */
  @BeforeEach
  void wire() throws Exception {
    if (!ip("netns", "add", PREFIX + "hub")) {
      String why = "no network namespaces here: they need ip (package iproute2), and root";
      if ("true".equals(System.getenv("CI")) && ip("-V") && isRoot()) {
        throw new AssertionError(why);
      }
      System.err.println("SplitIT skipped: " + why);
      abort(why);
    }
    must("netns", "exec", PREFIX + "hub", "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
    for (int i = 1; i <= MEMBERS; i++) {
      must("netns", "add", PREFIX + i);
      must(
          List.of("link", "add", "eth0", "netns", PREFIX + i, "type", "veth"),
          List.of("peer", "name", "p" + i, "netns", PREFIX + "hub"));
      inside("hub", "addr", "add", NET + i + ".1/24", "dev", "p" + i);
      inside("hub", "link", "set", "p" + i, "up");
      inside("" + i, "link", "set", "lo", "up");
      inside("" + i, "addr", "add", NET + i + ".2/24", "dev", "eth0");
      inside("" + i, "link", "set", "eth0", "up");
      inside("" + i, "route", "add", "default", "via", NET + i + ".1");
    }
  }

  @AfterEach
  void unwire() throws Exception {
    members.forEach(MemberProcess::close);
    for (int i = 1; i <= MEMBERS; i++) {
      boolean _ = ip("netns", "del", PREFIX + i);
    }
    boolean _ = ip("netns", "del", PREFIX + "hub");
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static boolean ip(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(args));
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void must(String... args) throws Exception {
    assertThat(ip(args)).as("ip " + String.join(" ", args)).isTrue();
  }

  @SafeVarargs
  private static void must(List<String>... args) throws Exception {
    List<String> all = new ArrayList<>();
    for (List<String> some : args) {
      all.addAll(some);
    }
    must(all.toArray(String[]::new));
  }

  private static void inside(String namespace, String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of("-n", PREFIX + namespace));
    all.addAll(List.of(args));
    must(all.toArray(String[]::new));
  }

  private void awaitAnswer(int member, String part) throws IOException {
    while (!members.get(member).ask().contains(part)) {
      LockSupport.parkNanos(100_000_000);
    }
  }

  @Test
  void memberCutOff_isRefused_andGoesOnWhenItIsBack() throws Exception {
    String[] list = {NET + "1.2:5701", NET + "2.2:5701", NET + "3.2:5701"};
    for (int i = 1; i <= MEMBERS; i++) {
      List<String> prefix = List.of("ip", "netns", "exec", PREFIX + i);
      members.add(MemberProcess.start(prefix, "split", "idles", list).joined());
    }
    assertThat(members.get(2).ask()).isEqualTo("3 members, n=1");

    inside("hub", "link", "set", "p3", "down");
    awaitAnswer(2, "no majority");
    awaitAnswer(0, "2 members");
    String before = members.get(1).ask();
    int counted = Integer.parseInt(before.replaceAll(".*n=", ""));

    inside("hub", "link", "set", "p3", "up");
    awaitAnswer(2, "3 members");

    int after = Integer.parseInt(members.get(0).ask().replaceAll(".*n=", ""));
    assertThat(after).isGreaterThan(counted);
    String next = members.get(2).ask();
    assertThat(next).isEqualTo("3 members, n=" + (after + 1));
  }
}
