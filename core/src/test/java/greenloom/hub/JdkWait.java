package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * A way to wait in the JDK: how a thread comes to stand in it, what a kill does to it, how it is
 * ended otherwise, and how to see that what was waited on still works.
 *
 * @param name what it is called in reports
 * @param point what {@link KillPoint} has to decide there
 * @param ends what comes out of it when killed; null if it returns
 * @param op waits; on a green thread
 * @param release lets {@code op} return
 * @param check sees that the thing is intact, after {@code op} has ended
 */
record JdkWait(
    String name,
    KillPoint point,
    Class<? extends Throwable> ends,
    VoidBody<Exception> op,
    VoidBody<Exception> release,
    VoidBody<Exception> check) {

  /** Something that has to happen in time. */
  static final Duration SOON = Duration.ofSeconds(10);

  /** A wait that the signal itself ends. */
  static JdkWait thrown(String name, VoidBody<Exception> op, VoidBody<Exception> check) {
    return new JdkWait(name, KillPoint.THROW, GreenletExit.class, op, () -> {}, check);
  }

  /** A wait that is interrupted in the signal's name. */
  static JdkWait interrupted(String name, VoidBody<Exception> op, VoidBody<Exception> check) {
    return new JdkWait(name, KillPoint.INTERRUPT, InterruptedException.class, op, () -> {}, check);
  }

  JdkWait at(KillPoint where) {
    return new JdkWait(name, where, ends, op, release, check);
  }

  JdkWait ends(Class<? extends Throwable> with) {
    return new JdkWait(name, point, with, op, release, check);
  }

  JdkWait release(VoidBody<Exception> by) {
    return new JdkWait(name, point, ends, op, by, check);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Starts a green thread for {@code body}, whose failure is one of the test. */
  static GreenThread spawn(String name, VoidBody<Exception> body) {
    return Hub.current()
        .spawn(
            name,
            () -> {
              try {
                body.run();
              } catch (Exception e) {
                throw new IllegalStateException(name, e);
              }
            });
  }

  /** Starts a green thread and lets it, and all others, go on until they wait. */
  static GreenThread spawnUntilItWaits(String name, VoidBody<Exception> body) {
    GreenThread t = spawn(name, body);
    Hub.current().awaitAllBlocked();
    return t;
  }

  static void assertEnds(GreenThread t) throws InterruptedException {
    assertThat(t.thread().join(SOON)).as("%s has ended", t.name()).isTrue();
  }

  /** Has {@code answer} given by another green thread, and gives what {@code wait} gets. */
  static <T> T answered(VoidBody<Exception> answer, Callable<T> wait) throws Exception {
    GreenThread other = spawn("answer", answer);
    T value = wait.call();
    assertEnds(other);
    return value;
  }
}
