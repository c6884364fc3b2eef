package greenloom.process;

import org.jspecify.annotations.Nullable;

/** What one process can ask another, or an object in it, to do. */
enum Op {
  // of a worker
  RUN,
  END,

  // of the registry
  MAKE,
  DROP,

  // of queues
  PUT,
  OFFER,
  TAKE,
  TAKE_SOME,
  POLL,
  PUT_BACK,
  SHUT_DOWN,

  // of maps, lists, values
  GET,
  SET,
  SET_IF_ABSENT,
  REPLACE,
  ADD,
  ADD_AT,
  REMOVE,
  REMOVE_EXACTLY,
  CONTAINS,
  CLEAR,
  SIZE,
  ALL,

  // of locks and semaphores
  LOCK,
  TRY_LOCK,
  UNLOCK,

  // of events
  AWAIT,

  /** What frames have in this place that ask for nothing. */
  NONE;

  private static final Op[] ALL_OF_THEM = values();

  /** Returns that of the number; null if there is none. */
  static @Nullable Op of(int number) {
    return number >= 0 && number < ALL_OF_THEM.length ? ALL_OF_THEM[number] : null;
  }
}
