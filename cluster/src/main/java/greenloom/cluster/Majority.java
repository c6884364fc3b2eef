package greenloom.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionFunction;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether those who are here may go on without those who are not. Of three members or more that
 * belong together, more than half must be here. A member belongs to them from when it is first seen
 * until it takes its leave; one that dies belongs to them still, since nobody can tell a dead one
 * from one behind a broken network. One that starts anew at the same address takes its old place.
 */
final class Majority implements SplitBrainProtectionFunction {
  private static final int FEW = 3;

  private final Set<Address> belonging = new HashSet<>(); // under this object's monitor

  @Override
  public synchronized boolean apply(Collection<Member> here) {
    here.forEach(member -> belonging.add(member.getAddress()));
    return belonging.size() < FEW || here.size() > belonging.size() / 2;
  }

  /** The member at {@code address} will not come back. */
  synchronized void takesLeave(Address address) {
    belonging.remove(address);
  }
}
