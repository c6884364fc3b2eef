package greenloom.cluster;

import java.io.Serializable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who has a shared lock. */
final class LockState implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * A thread or greenlet of a process.
   *
   * @param process the process
   * @param thread its number there
   */
  record Owner(String process, long thread) implements Serializable {}

  private @Nullable Owner owner;
  private int holds;
  private long fence;
  private boolean abandoned;

  /** Takes it if it is free, his, or of a process that is not here any more; else null. */
  @Nullable Boolean take(Owner who, Set<String> here) {
    Owner before = owner;
    if (who.equals(before)) {
      holds++;
      return true;
    }
    if (before != null && here.contains(before.process)) {
      return null;
    }
    abandoned = before != null;
    owner = who;
    holds = 1;
    fence++;
    return true;
  }

  /** Lets go once; refuses whoever does not have it. */
  boolean release(Owner who) {
    check(who);
    holds--;
    if (holds == 0) {
      owner = null;
    }
    return true;
  }

  long fence(Owner who) {
    check(who);
    return fence;
  }

  boolean abandoned(Owner who) {
    check(who);
    return abandoned;
  }

  private void check(Owner who) {
    if (!who.equals(owner)) {
      throw new IllegalMonitorStateException("the caller does not hold this lock");
    }
  }
}
