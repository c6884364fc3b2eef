package greenloom.hub;

/** Classes whose initialiser does what it is told. Each can be used once in a JVM. */
final class Clinit {
  static VoidBody<Exception> body = () -> {};

  private Clinit() {}

  private static int initialise(int value) {
    VoidBody<Exception> mine = body;
    body = () -> {};
    UncheckedFailure.of(mine.asBody());
    return value;
  }

  static final class Sleeping {
    static final int VALUE = initialise(1);
  }

  static final class ReadingFromOutside {
    static final int VALUE = initialise(2);
  }

  static final class ReadingFromAGreenThread {
    static final int VALUE = initialise(3);
  }

  static final class WaitingForALatch {
    static final int VALUE = initialise(4);
  }

  static final class WaitingForALock {
    static final int VALUE = initialise(5);
  }

  static final class EnteringAMonitor {
    static final int VALUE = initialise(6);
  }

  static final class UsedByTwo {
    static final int VALUE = initialise(7);
  }

  static final class FirstOfTwo {
    static final int VALUE = initialise(8);
  }

  static final class SecondOfTwo {
    static final int VALUE = initialise(9);
  }

  static final class OneAtATime {
    static final int VALUE = initialise(10);
  }

  static final class WaitingForOurWords {
    static final int VALUE = initialise(11);
  }

  static final class WakingTheRoot {
    static final int VALUE = initialise(12);
  }

  static final class Killed {
    static final int VALUE = initialise(13);
  }

  static final class Closing {
    static final int VALUE = initialise(14);
  }

  static final class Blocked {
    static final int VALUE = initialise(15);
  }

  static final class ReadingAPipe {
    static final int VALUE = initialise(16);
  }
}
