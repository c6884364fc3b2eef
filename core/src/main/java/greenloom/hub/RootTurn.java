package greenloom.hub;

import greenloom.jdk.GreenTask;

/** The place of a hub's home thread in the ready queue: what lets it go on when its turn comes. */
final class RootTurn extends GreenTask {
  private RootTurn(GreenThread root, Runnable turn) {
    super(root.thread(), turn);
  }

  /**
   * A turn that counts only while {@code root} stands in {@code wait}: one that was woken before it
   * began to wait, or twice, must not go before its time in a later wait.
   */
  static RootTurn in(GreenThread root, Waiter wait) {
    return new RootTurn(
        root,
        () -> {
          if (root.waiting() == wait) {
            root.run();
          }
        });
  }

  /** Lets a turn of its own come: another one may stand in the queue, for a former wake-up. */
  static void await(GreenThread root) {
    boolean[] came = {false};
    Runnable turn =
        () -> {
          came[0] = true;
          root.run();
        };
    root.hub().submit(new RootTurn(root, turn));
    boolean wasInterrupted = false;
    do {
      root.block(-1);
      wasInterrupted |= Thread.interrupted(); // ends a block, and is no reason not to yield
    } while (!came[0]);
    if (wasInterrupted) {
      root.thread().interrupt();
    }
  }
}
