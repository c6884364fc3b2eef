package greenloom.hub;

import greenloom.jdk.GreenTask;

/** The place of a hub's home thread in the ready queue: what lets it go on when its turn comes. */
final class RootTurn extends GreenTask {
  RootTurn(Thread home, Runnable turn) {
    super(home, turn);
  }
}
