package greenloom.jdk;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Holds the one reaper of the program. */
final class InstalledReaper {
  static final AtomicReference<@Nullable Reaper> CELL = new AtomicReference<>();

  private InstalledReaper() {}
}
