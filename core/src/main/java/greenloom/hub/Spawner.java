package greenloom.hub;

import greenloom.jdk.GreenThreads;

/**
 * Who spawned a green thread, as those it has spawned remember it. One for all of them; it does not
 * keep a thread in memory that has ended.
 */
final class Spawner {
  private final long id;

  // any thread; not worth a fence
  private String name;

  Spawner(long id, String name) {
    this.id = id;
    this.name = name;
  }

  /** The caller, who makes a green thread of {@code hub}. */
  static Spawner current(Hub hub) {
    Thread me = Thread.currentThread();
    if (GreenThreads.taskOf(me) instanceof GreenThread green) {
      return green.asSpawner();
    }
    return me == hub.home() ? hub.root().asSpawner() : new Spawner(me.threadId(), me.getName());
  }

  /** The number of its thread. */
  long id() {
    return id;
  }

  String name() {
    return name;
  }

  void name(String newName) {
    name = newName;
  }
}
