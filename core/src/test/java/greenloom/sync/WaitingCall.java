package greenloom.sync;

import greenloom.Greenloom;
import greenloom.hub.TimeoutExpired;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One word that waits, on a fresh object: what it does without and with a limit, and how somebody
 * else lets it go on.
 *
 * @param name for the reader
 * @param permanent whether one release lets everybody go on, for ever
 * @param switches whether it lets others run even when it need not wait, as what starts a greenlet
 *     and waits for it does
 * @param untimed waits without a limit
 * @param timed waits with one; false when it has passed
 * @param release lets one waiter go on, or the next one who comes
 */
record WaitingCall(
    String name,
    boolean permanent,
    boolean switches,
    Runnable untimed,
    Predicate<Duration> timed,
    Runnable release) {

  /** One whose release lets everybody go on. */
  static WaitingCall forAll(
      String name, Runnable untimed, Predicate<Duration> timed, Runnable release) {
    return new WaitingCall(name, true, false, untimed, timed, release);
  }

  /** One whose release lets one go on. */
  static WaitingCall forOne(
      String name, Runnable untimed, Predicate<Duration> timed, Runnable release) {
    return new WaitingCall(name, false, false, untimed, timed, release);
  }

  /** One that starts something each time and waits for it; a release lets all of these end. */
  static WaitingCall starting(String name, Runnable untimed, Runnable release) {
    return new WaitingCall(name, true, true, untimed, within(untimed), release);
  }

  @Override
  public String toString() {
    return name;
  }

  /** All of them; each supplier makes one on a fresh object, on the calling hub. */
  static Stream<Supplier<WaitingCall>> all() {
    return Stream.concat(SyncCalls.all(), GreenletCalls.all());
  }

  /** The limit of a wait that throws when it has passed. */
  static Predicate<Duration> inTime(Predicate<Duration> get) {
    return limit -> {
      try {
        return get.test(limit);
      } catch (TimeoutExpired e) {
        return false;
      }
    };
  }

  /** The limit of a wait that has none of its own. */
  static Predicate<Duration> within(Runnable wait) {
    return limit ->
        Greenloom.withTimeout(
            limit,
            () -> {
              wait.run();
              return true;
            },
            false);
  }
}
