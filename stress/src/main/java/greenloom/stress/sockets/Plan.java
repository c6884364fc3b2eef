package greenloom.stress.sockets;

import java.util.SplittableRandom;

/**
 * What one connection shall do; always the same for the same seed and number.
 *
 * @param kind of what it is made
 * @param clientReading how the client reads
 * @param serverReading how the server reads
 * @param up how many messages go to the server
 * @param down how many go to the client
 * @param filling how many bytes a message has, about
 * @param slow whether readers let the bytes wait
 * @param killed whether its greenlets may be killed
 * @param limited whether its writes have a time limit
 * @param ending how it ends
 * @param byClient which end does that
 * @param after how long after it began, in milliseconds
 * @param seed of what is not decided here
 */
record Plan(
    Kind kind,
    Reading clientReading,
    Reading serverReading,
    int up,
    int down,
    int filling,
    boolean slow,
    boolean killed,
    boolean limited,
    Ending ending,
    boolean byClient,
    int after,
    long seed) {
  /** Of what a connection is made. */
  enum Kind {
    SOCKET,
    CHANNEL,
    CHANNEL_AS_SOCKET,
    UNIX_CHANNEL,
    TLS;

    boolean tls() {
      return this == TLS;
    }
  }

  /** How an end reads. */
  enum Reading {
    /** Whatever there is. */
    ANY,
    /** No more than the rest of a message, so that something is left. */
    NO_MORE,
    /** The rest of a message, with as many reads as it takes. */
    FULLY,
    /** With SO_TIMEOUT. */
    SO_TIMEOUT,
    /** Inside {@code withTimeout}. */
    LIMIT
  }

  /** How a connection ends. */
  enum Ending {
    /** Both close half after their last message, and wholly after the other's. */
    IN_ORDER,
    /** One end resets it. */
    RESET,
    /** Somebody closes one end while it is used. */
    CLOSED_ELSEWHERE,
    /** The client goes before it has said who it is. */
    BEFORE_GREETING
  }

  /** Returns what the connection of that number does. */
  static Plan of(long seed, long number) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    boolean big = random.nextInt(25) == 0;
    return new Plan(
        kind(random.nextInt(100)),
        one(random, Reading.values()),
        one(random, Reading.values()),
        big ? random.nextInt(4) : messages(random),
        big ? random.nextInt(4) : messages(random),
        big ? random.nextInt(60_000, 300_000) : random.nextInt(random.nextInt(5) > 0 ? 100 : 4_000),
        big || random.nextInt(10) == 0,
        random.nextBoolean(),
        random.nextInt(4) == 0,
        ending(random.nextInt(100)),
        random.nextBoolean(),
        random.nextInt(random.nextInt(3) > 0 ? 50 : 2_000),
        random.nextLong());
  }

  private static Kind kind(int percent) {
    if (percent < 60) {
      return Kind.SOCKET;
    } else if (percent < 74) {
      return Kind.CHANNEL;
    } else if (percent < 84) {
      return Kind.CHANNEL_AS_SOCKET;
    }
    return percent < 96 ? Kind.UNIX_CHANNEL : Kind.TLS;
  }

  private static Ending ending(int percent) {
    if (percent < 70) {
      return Ending.IN_ORDER;
    } else if (percent < 80) {
      return Ending.RESET;
    }
    return percent < 95 ? Ending.CLOSED_ELSEWHERE : Ending.BEFORE_GREETING;
  }

  private static int messages(SplittableRandom random) {
    return random.nextInt(random.nextInt(4) > 0 ? 6 : 40);
  }

  private static <E> E one(SplittableRandom random, E[] of) {
    return of[random.nextInt(of.length)];
  }

  /** Returns the choices of somebody who takes part, always the same for the same name. */
  SplittableRandom choices(String name) {
    return new SplittableRandom(seed + 1_000_003L * name.hashCode());
  }
}
