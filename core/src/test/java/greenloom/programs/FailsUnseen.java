package greenloom.programs;

import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.yieldNow;

/** A program with a failure that nobody waits for. Run by {@link greenloom.hub.SpawnSiteIT}. */
public final class FailsUnseen {
  private FailsUnseen() {}

  /** Spawns the failure and lets it happen. */
  public static void main(String[] args) {
    spawn(() -> {
      throw new IllegalStateException("unseen");
    });
    yieldNow();
    yieldNow();
  }
}
