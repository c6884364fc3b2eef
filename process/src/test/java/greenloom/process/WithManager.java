package greenloom.process;

import greenloom.Greenloom;

/** What is done with a manager. */
interface WithManager {
  void run(Manager manager) throws Exception;

  /** Does it with objects of this process, or of one of their own. */
  static void with(boolean apart, WithManager body) {
    Greenloom.run(() -> {
      try (Manager manager = apart ? Manager.start() : Manager.local()) {
        body.run(manager);
      }
    });
  }
}
