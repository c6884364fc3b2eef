package greenloom.process;

import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.process.Frame.Kind;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that send rubbish, die in the middle of a frame, or are slow, and those beside them. */
@Timeout(120)
class RogueIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  private static void onHub(Action body) {
    Greenloom.run(body);
  }

  /** One that has proved itself. */
  private static SocketChannel member() throws IOException {
    SocketChannel channel = Host.here().address().connect();
    Host.family().join(channel, Host.VISITOR);
    return channel;
  }

  private static void write(SocketChannel channel, ByteBuffer... parts) throws IOException {
    for (ByteBuffer part : parts) {
      while (part.hasRemaining()) {
        channel.write(part);
      }
    }
  }

  private static void awaitEnd(SocketChannel channel) {
    ByteBuffer in = ByteBuffer.allocate(1024);
    withTimeout(
        LONG,
        () -> {
          try {
            while (channel.read(in.clear()) >= 0) {
              // what it was sent before
            }
          } catch (IOException e) {
            // reset, which is an end as well
          }
        });
  }

  /** Somebody else's queue works. */
  private static void assertOthersAreWell() {
    ProcessQueue<String> queue = ProcessQueue.unbounded();
    Worker<Void> worker = Worker.start(() -> queue.put("well"));
    assertThat(queue.poll(LONG)).isEqualTo("well");
    worker.join();
    queue.close();
  }

  @Test
  void door_withoutTheSecret_isClosed() {
    onHub(() -> {
      try (SocketChannel channel = Host.here().address().connect()) {
        assertThatThrownBy(() -> new Family().join(channel, Host.VISITOR))
            .isInstanceOf(IOException.class);
      }
      assertOthersAreWell();
    });
  }

  @Test
  void door_sentRubbish_isClosed() {
    onHub(() -> {
      for (int i = 0; i < 5; i++) {
        byte[] rubbish = new byte[4000];
        new Random(i).nextBytes(rubbish);
        try (SocketChannel channel = Host.here().address().connect()) {
          write(channel, ByteBuffer.wrap(rubbish));
          awaitEnd(channel);
        }
      }
      assertOthersAreWell();
    });
  }

  @Test
  void join_atAServerWithoutTheSecret_isRefused() {
    onHub(() -> {
      try (var door = Address.listen();
          SocketChannel client = Address.of(door).connect();
          SocketChannel server = door.accept()) {
        Greenlet<Void> pretender =
            spawn(() -> {
              write(server, ByteBuffer.wrap(new byte[] {'g', 'l', 'p', 1}));
              write(server, ByteBuffer.allocate(32 + 32)); // its part, and no proof
            });
        assertThatThrownBy(() -> new Family().join(client, 7))
            .isInstanceOf(ProtocolException.class)
            .hasMessage("it does not know the secret of this family of processes");
        pretender.join();
        Address.of(door).delete();
      }
    });
  }

  @Test
  void member_thatSendsNonsense_isCutOffAlone() {
    onHub(() -> {
      for (ByteBuffer nonsense :
          new ByteBuffer[] {
            ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).flip(),
            ByteBuffer.allocate(4).putInt(-1).flip(),
            ByteBuffer.allocate(4 + Frame.HEAD).putInt(Frame.HEAD).put((byte) 99).position(0),
            ByteBuffer.allocate(4000)
          }) {
        try (SocketChannel channel = member()) {
          write(channel, nonsense);
          awaitEnd(channel);
        }
      }
      assertOthersAreWell();
    });
  }

  @Test
  void member_thatDiesInTheMiddleOfAFrame_isForgotten() {
    onHub(() -> {
      ProcessQueue<String> queue = ProcessQueue.unbounded();
      try (SocketChannel channel = member()) {
        ByteBuffer[] frame =
            new Frame(Kind.REQUEST, 1, 17, Op.PUT, Blob.of("never whole")).encode(1 << 20);
        frame[0].limit(frame[0].limit() - 3);
        write(channel, frame);
      }
      assertThat(queue.poll()).isNull();
      assertOthersAreWell();
    });
  }

  @Test
  void member_thatAsksForWhatIsNotThere_isToldSo() {
    onHub(() -> {
      Place nowhere = new Place(Host.here().address(), 987_654);
      assertThatThrownBy(() -> nowhere.ask(Op.GET))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not there any more");
      ProcessQueue<String> queue = ProcessQueue.unbounded();
      queue.close();
      assertThatThrownBy(queue::take).isInstanceOf(IllegalStateException.class);
    });
  }

  @Test
  void member_thatNeverReads_isNotReadEither() {
    onHub(() -> {
      Manager here = Manager.local();
      SharedList<byte[]> big = here.list();
      big.add(new byte[1 << 20]);
      Place place = here.make(Registry.Kind.LIST, "big", 0);
      SharedList<byte[]> named = here.list("big");
      named.add(new byte[1 << 20]);
      try (SocketChannel slow = member()) {
        slow.configureBlocking(false);
        ByteBuffer ask = new Frame(Kind.REQUEST, 1, place.number(), Op.ALL).encode(1 << 20)[0];
        int taken = 0;
        int refused = 0;
        while (refused < 50) { // it asks for a megabyte with each 26 bytes
          if (slow.write(ask.rewind()) == ask.limit()) {
            taken++;
          } else {
            refused++;
            Thread.sleep(1);
          }
          if (taken % 100 == 0) {
            Thread.sleep(1);
          }
          assertThat(taken).as("requests that were taken").isLessThan(1_000_000);
        }
        assertOthersAreWell();
      }
    });
  }
}
