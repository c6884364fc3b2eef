package greenloom.process;

import java.time.Duration;

/** A flag that processes share and can wait for. Any thread may use it. */
public interface SharedEvent {
  /** Sets it; all who wait go on. */
  void set();

  /** Clears it; who comes from now on waits. */
  void clear();

  /** Returns whether it is set. */
  boolean isSet();

  /** Waits until it is set. */
  void await();

  /** Waits until it is set, at most {@code limit}; returns whether it was. */
  boolean await(Duration limit);
}
