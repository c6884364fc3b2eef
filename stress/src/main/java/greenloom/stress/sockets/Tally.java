package greenloom.stress.sockets;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often each thing has happened. Any thread. */
final class Tally {
  /** What is counted, with the words for it. */
  enum Of {
    CONNECTIONS("connections that have come and gone"),
    BROKEN("of them broken off on purpose"),
    RESETS("by a reset"),
    CLOSED_ELSEWHERE("by another greenlet or thread that closed"),
    BEFORE_GREETING("before a word was said"),
    AFTER_KILLED_WRITE("because a write was killed or timed out"),
    HALF_CLOSED("directions ended by closing half"),
    MESSAGES("messages checked"),
    BYTES("bytes of them"),
    KILLED_IN_READ("kills that came out of a read"),
    KILLED_IN_WRITE("out of a write"),
    KILLED_IN_PAUSE("out of a sleep"),
    KILLED_IN_HANDSHAKE("out of a TLS handshake"),
    KILLED_IN_ACCEPT("out of an accept"),
    KILLED_IN_DATAGRAM("out of a receive"),
    KILLED_BEFORE("before the first turn"),
    LIMITS("time limits that came out of a read"),
    LIMITS_IN_WRITE("out of a write"),
    SO_TIMEOUTS("SO_TIMEOUTs"),
    DATAGRAMS("datagrams checked"),
    PORTS_USED_UP("times no port was free to connect from");

    private final String words;

    Of(String words) {
      this.words = words;
    }

    /** What it is, in words. */
    String words() {
      return words;
    }
  }

  private final Map<Of, LongAdder> counts = new EnumMap<>(Of.class);

  Tally() {
    for (Of what : Of.values()) {
      counts.put(what, new LongAdder());
    }
  }

  /** Counts one. */
  void add(Of what) {
    add(what, 1);
  }

  /** Counts several. */
  void add(Of what, long n) {
    of(what).add(n);
  }

  /** Returns how often it has happened. */
  long count(Of what) {
    return of(what).sum();
  }

  private LongAdder of(Of what) {
    LongAdder adder = counts.get(what);
    if (adder == null) {
      throw new AssertionError(what);
    }
    return adder;
  }

  /** Returns how many kills came out of something. */
  long kills() {
    return counts.keySet().stream()
        .filter(what -> what.name().startsWith("KILLED"))
        .mapToLong(this::count)
        .sum();
  }

  /** Returns the most telling ones in one line. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%,d connections, %,d messages, %,d datagrams, %,d kills, %,d time limits, %,d broken off",
        count(Of.CONNECTIONS),
        count(Of.MESSAGES),
        count(Of.DATAGRAMS),
        kills(),
        count(Of.LIMITS) + count(Of.LIMITS_IN_WRITE) + count(Of.SO_TIMEOUTS),
        count(Of.BROKEN));
  }
}
