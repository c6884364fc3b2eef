package greenloom.process;

import static greenloom.Greenloom.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.hub.Hub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection that is read by one hub and another; it pays each time to lend it. */
@Timeout(60)
class ReadingIT {
  private final Hub home = Hub.setup("home").start();
  private final Hub borrower = Hub.setup("borrower").start();
  private final Hub other = Hub.setup("other").start();

  private final ByteBuffer in = ByteBuffer.allocate(1000);
  private final Pace pace =
      new Pace(Long.MAX_VALUE) {
        @Override
        boolean pays() {
          return true;
        }
      };
  private final Map<Hub, Boolean> readers = new ConcurrentHashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  private SocketChannel there;
  private SocketChannel here;
  private Reading reading;

  // who reads
  private int next;
  private volatile int received;
  private volatile boolean wrong;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocketChannel door = Address.listen()) {
      there = Address.of(door).connect();
      here = door.accept();
      Address.of(door).delete();
    }
    here.configureBlocking(false);
    reading = new Reading(home, here, pace, this::read, () -> {}, ended::countDown);
    reading.begin();
  }

  @AfterEach
  void end() throws IOException {
    there.close();
    here.close();
    for (Hub hub : new Hub[] {home, borrower, other}) {
      hub.close();
    }
  }

  /** Each byte is one more than that before. */
  private void read() {
    try {
      int n = here.read(in.clear());
      readers.put(Hub.current(), true);
      for (int i = 0; i < n; i++) {
        wrong |= in.get(i) != (byte) next;
        next++;
      }
      received = next;
      if (n < 0) {
        here.close();
      }
    } catch (ClosedChannelException e) {
      // the test has ended
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int sent;

  private void send(int count) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(count);
    for (int i = 0; i < count; i++) {
      out.put((byte) sent);
      sent++;
    }
    out.flip();
    while (out.hasRemaining()) {
      there.write(out);
    }
  }

  private void awaitAll() throws InterruptedException {
    while (received < sent) {
      Thread.sleep(1);
    }
    assertThat(wrong).isFalse();
  }

  /** Sends and has it lent until {@code hub} has read some. */
  private void lendTo(Hub hub) throws Exception {
    readers.clear();
    while (!readers.containsKey(hub)) {
      send(1);
      awaitAll();
      reading.lend(hub);
    }
  }

  @Test
  void lend_hasTheBorrowerRead() throws Exception {
    send(1);
    awaitAll();
    assertThat(readers).containsOnlyKeys(home);
    lendTo(borrower);
  }

  @Test
  void lend_whenNothingComes_isTakenBack() throws Exception {
    lendTo(borrower);
    readers.clear();
    while (!readers.containsKey(home)) {
      Thread.sleep(20);
      send(1);
      awaitAll();
    }
  }

  @Test
  void lend_toOneThatComputes_isTakenBack() throws Exception {
    lendTo(borrower);
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    borrower.spawn(
        "computes",
        () -> {
          begun.countDown();
          while (!done.get()) {
            Thread.onSpinWait();
          }
        });
    begun.await();
    send(1000);
    awaitAll();
    done.set(true);
    send(1000);
    awaitAll();
  }

  @Test
  void lend_toOneThatEnds_isTakenBack() throws Exception {
    lendTo(borrower);
    borrower.close();
    send(1000);
    awaitAll();
    reading.lend(borrower); // which is refused
    lendTo(other);
  }

  @Test
  void home_whenItEnds_endsItAlsoWhileLent() throws Exception {
    lendTo(borrower);
    home.close();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void channel_whenItIsClosed_endsItAlsoWhileLent() throws Exception {
    lendTo(borrower);
    there.close();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void reader_whenItChangesAllTheTime_losesNothing() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    for (Hub hub : new Hub[] {borrower, other}) {
      hub.spawn(
          "lends",
          () -> {
            while (!done.get()) {
              reading.lend(hub);
              sleep(Duration.ofMillis(1));
            }
          });
    }
    for (int i = 0; i < 3000 || readers.size() < 3; i++) {
      send(1 + i % 1500);
      if (i % 50 == 49) {
        awaitAll();
        Thread.sleep(5); // it goes home
      }
    }
    awaitAll();
    done.set(true);
  }
}
