package greenloom.stress.sockets;

import greenloom.Greenlet;
import greenloom.stress.sockets.Message.Direction;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Two datagram sockets, one of which answers the other. Few datagrams are under way at a time, for
 * which there is room in any case, so on one machine none may get lost.
 */
final class Datagrams implements Watched {
  private static final int UNDER_WAY = 5;
  private static final int MOST_FILLING = 100;

  private final Round round;
  private final long number;
  private final SplittableRandom random;
  private final int messages;
  private final DatagramSocket asker;
  private final DatagramSocket answerer;
  private final SocketAddress askersAddress;
  private final SocketAddress answerersAddress;
  private final AtomicReferenceArray<@Nullable Greenlet<?>> greenlets =
      new AtomicReferenceArray<>(2);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger received = new AtomicInteger();
  private volatile boolean over;

  /** The conversation of that number. */
  Datagrams(Round round, long number, SplittableRandom random) throws IOException {
    this.round = round;
    this.number = number;
    this.random = random;
    this.messages = random.nextInt(100);
    InetAddress here = InetAddress.getLoopbackAddress();
    asker = new DatagramSocket(0, here);
    answerer = new DatagramSocket(0, here);
    askersAddress = asker.getLocalSocketAddress();
    answerersAddress = answerer.getLocalSocketAddress();
    if (random.nextBoolean()) {
      asker.setSoTimeout(random.nextInt(1, 50));
      answerer.setSoTimeout(random.nextInt(1, 50));
    }
  }

  /** Begins. */
  void begin() {
    round.watch().add(this);
    start(0);
    start(1);
  }

  /** One of both who may be killed. */
  @Nullable Greenlet<?> greenlet(int which) {
    return greenlets.get(which);
  }

  boolean over() {
    return over;
  }

  private void start(int which) {
    SplittableRandom choices = split();
    Place place = Place.any(choices);
    String name = (which == 0 ? "asker " : "answerer ") + number;
    boolean[] done = {false};
    greenlets.set(
        which,
        round
            .stage()
            .start(
                place,
                name,
                () -> {
                  talk(which, place, choices);
                  done[0] = true;
                },
                e -> ended(which, done[0], e)));
  }

  private synchronized SplittableRandom split() {
    return random.split();
  }

  private void talk(int which, Place place, SplittableRandom choices) throws Exception {
    if (which == 0) {
      ask(place, choices);
    } else {
      answer();
    }
  }

  private void ended(int which, boolean done, @Nullable Throwable e) {
    if (which == 1 && over && e instanceof IOException) {
      return; // it was closed, as a sign that it is over
    }
    if (e != null) {
      round.findings().add("datagrams " + this, e);
    }
    if (!done && e == null) {
      round.tally().add(Tally.Of.KILLED_IN_DATAGRAM);
      if (!over) {
        start(which);
        return;
      }
    }
    if (which == 0) {
      over = true;
      round.watch().remove(this);
      asker.close();
      answerer.close();
    }
  }

  private void ask(Place place, SplittableRandom choices) throws Exception {
    byte[] buffer = new byte[Message.HEAD + MOST_FILLING + Message.TAIL];
    while (received.get() < messages && !round.stage().stopping()) {
      round.stage().pause(place, choices);
      while (asked.get() < messages && asked.get() - received.get() < UNDER_WAY) {
        send(asker, Direction.UP, asked.get(), answerersAddress);
        asked.incrementAndGet();
      }
      if (received(asker, buffer, Direction.DOWN, received.get())) {
        received.incrementAndGet();
        round.tally().add(Tally.Of.DATAGRAMS);
      }
    }
  }

  private void answer() throws IOException {
    byte[] buffer = new byte[Message.HEAD + MOST_FILLING + Message.TAIL];
    while (true) {
      if (received(answerer, buffer, Direction.UP, answered.get())) {
        send(answerer, Direction.DOWN, answered.get(), askersAddress);
        answered.incrementAndGet();
      }
    }
  }

  private void send(DatagramSocket from, Direction direction, int n, SocketAddress to)
      throws IOException {
    byte[] message = Message.of(number, direction, n, n % MOST_FILLING);
    from.send(new DatagramPacket(message, message.length, to));
  }

  private boolean received(DatagramSocket at, byte[] buffer, Direction direction, int due)
      throws IOException {
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      at.receive(packet);
    } catch (SocketTimeoutException e) {
      round.tally().add(Tally.Of.SO_TIMEOUTS);
      return false;
    }
    byte[] message = Arrays.copyOf(buffer, packet.getLength());
    if (Message.length(message, number, direction, due) != message.length) {
      throw new Message.WrongData("a datagram of another length");
    }
    Message.check(message, message.length);
    return true;
  }

  @Override
  public long progress() {
    return received.get();
  }

  @Override
  public String toString() {
    return "%d: of %d asked %s, answered %s, received %s answers"
        .formatted(number, messages, asked, answered, received);
  }
}
