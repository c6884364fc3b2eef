package greenloom.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BooleanSupplier;

/** Waits for the garbage collector. */
final class Collecting {
  private Collecting() {}

  /** Collects until {@code done}, and fails if that does not come true. */
  static void until(BooleanSupplier done) {
    for (int i = 0; i < 2_000 && !done.getAsBoolean(); i++) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(done.getAsBoolean()).isTrue();
  }
}
