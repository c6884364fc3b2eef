package greenloom.cluster;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a process joins a cluster; begin with {@link Cluster#setup}. Each method gives a changed
 * copy.
 *
 * @param name what members must agree on to be of one cluster; null for a random one, which nobody
 *     else knows before {@link Cluster#name} tells. It is no secret
 * @param members where members may listen, this one included; the same list everywhere
 * @param copies how many members besides the first keep each object, 1 to 6: so many may die at
 *     once
 * @param silence after how long a member counts as dead that says nothing; one whose connection
 *     breaks does so at once
 * @param startLimit how long joining may take
 * @param anyAddress true if it may listen at an address that is neither loopback nor private
 * @param store what keeps the objects besides; null for memory alone
 */
public record ClusterSetup(
    @Nullable String name,
    List<MemberAddress> members,
    int copies,
    Duration silence,
    Duration startLimit,
    boolean anyAddress,
    @Nullable ClusterStore store) {
  private static final int MOST_COPIES = 6;

  /** The usual one: loopback, a random name, one copy, 20 s of silence, a minute to start. */
  ClusterSetup() {
    this(null, List.of(), 1, Duration.ofSeconds(20), Duration.ofMinutes(1), false, null);
  }

  /** Checks what can be. */
  public ClusterSetup {
    members = List.copyOf(members);
    if (copies < 1 || copies > MOST_COPIES) {
      throw new IllegalArgumentException("1 to " + MOST_COPIES + " copies, not " + copies);
    }
    if (silence.toSeconds() < 2) {
      throw new IllegalArgumentException("2 s of silence at least, not " + silence);
    }
  }

  /** Joins the cluster of that name. */
  public ClusterSetup name(String newName) {
    return new ClusterSetup(newName, members, copies, silence, startLimit, anyAddress, store);
  }

  /**
   * Finds members at {@code addresses}, each {@code host:port}, and nowhere else. This one listens
   * at the first that is of this machine and free, so that all may have the same list. Without any
   * it listens on loopback, at a free port.
   *
   * @throws IllegalArgumentException if one is no address
   */
  public ClusterSetup members(String... addresses) {
    List<MemberAddress> all = Arrays.stream(addresses).map(MemberAddress::parse).toList();
    return new ClusterSetup(name, all, copies, silence, startLimit, anyAddress, store);
  }

  /** Keeps each object so many times more than once. All members say the same. */
  public ClusterSetup copies(int newCopies) {
    return new ClusterSetup(name, members, newCopies, silence, startLimit, anyAddress, store);
  }

  /** Takes a member for dead that has said nothing for so long, 2 s at least. */
  public ClusterSetup silence(Duration limit) {
    return new ClusterSetup(name, members, copies, limit, startLimit, anyAddress, store);
  }

  /** Gives up joining after {@code limit}. */
  public ClusterSetup startLimit(Duration limit) {
    return new ClusterSetup(name, members, copies, silence, limit, anyAddress, store);
  }

  /**
   * Lets it listen at an address of the public network. Whoever can connect there can make this
   * process do anything: members neither encrypt nor ask who is there.
   */
  public ClusterSetup atAnyAddress() {
    return new ClusterSetup(name, members, copies, silence, startLimit, true, store);
  }

  /** Keeps named objects in {@code place}, too. All members say the same. */
  public ClusterSetup store(ClusterStore place) {
    return new ClusterSetup(name, members, copies, silence, startLimit, anyAddress, place);
  }

  /** Joins; see {@link Cluster#join}. */
  public Cluster join() {
    return Cluster.join(this);
  }
}
