package greenloom.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionFunction;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Whether those who are here may go on without those who are not. Of three members or more that
 * belong together, more than half must be here. A member belongs to them from when it is first seen
 * until it takes its leave; one that dies belongs to them still, since nobody can tell a dead one
 * from one behind a broken network. One that starts anew at the same address takes its old place.
 */
final class Majority implements SplitBrainProtectionFunction {
  private static final int FEW = 3;

  // under this object's monitor
  private final Map<Address, UUID> belonging = new HashMap<>();
  private final Set<UUID> leaving = new HashSet<>(); // some of them are seen for a while

  @Override
  public synchronized boolean apply(Collection<Member> here) {
    int staying = 0;
    for (Member member : here) {
      if (!leaving.contains(member.getUuid())) {
        belonging.put(member.getAddress(), member.getUuid());
        staying++;
      }
    }
    return belonging.size() < FEW || staying > belonging.size() / 2;
  }

  /** That member will not come back; another one at its address may. */
  synchronized void takesLeave(UUID member) {
    leaving.add(member);
    belonging.values().remove(member);
  }
}
