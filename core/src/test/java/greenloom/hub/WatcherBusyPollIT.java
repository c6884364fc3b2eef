package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.sync.GreenQueue;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A hub that looks for events before it sleeps loses none; run once more with the portable poller.
 */
@Timeout(60)
class WatcherBusyPollIT {
  private static final int ROUNDS = 5_000;

  /** What is done with a connection whose other end echoes, on a thread of its own. */
  private interface Part {
    void with(SocketChannel channel) throws Exception;
  }

  private static void connected(Part part) throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(here, 0));
      Socket client = new Socket(here, server.socket().getLocalPort());
      client.setTcpNoDelay(true);
      Thread other = Thread.ofPlatform().start(() -> echo(client));
      try (SocketChannel channel = server.accept()) {
        channel.configureBlocking(false);
        part.with(channel);
      }
      other.join();
    }
  }

  /** Sends back each byte, some of them late enough for the other side to fall asleep. */
  private static void echo(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b % 50 == 49) {
          Thread.sleep(1);
        }
        out.write(b);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void conversation_ofAnyPace_losesNothing(boolean raw) throws Exception {
    AtomicInteger answers = new AtomicInteger();
    connected(channel -> TestHub.real().run(() -> talk(channel, raw, answers)));
    assertThat(answers).hasValue(ROUNDS);
  }

  private static void talk(SocketChannel channel, boolean raw, AtomicInteger answers) {
    Hub hub = Hub.current();
    ByteBuffer one = ByteBuffer.allocate(1);
    Watcher.Callback callback =
        w -> {
          one.clear();
          while (channel.read(one) > 0) {
            if (answers.incrementAndGet() == ROUNDS) {
              w.close();
            } else {
              channel.write(one.put(0, (byte) answers.get()).clear());
            }
            one.clear();
          }
        };
    Watcher watcher =
        raw ? hub.rawOnReadable(channel, callback) : hub.onReadable(channel, callback);
    assertThat(watcher.busyPoll()).isSameAs(watcher);
    try {
      channel.write(ByteBuffer.allocate(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    watcher.await();
  }

  @Test
  void greenletsAndOtherThreads_goOnMeanwhile() throws Exception {
    AtomicInteger answers = new AtomicInteger();
    connected(channel ->
        TestHub.real()
            .run(() -> {
              GreenQueue<Integer> queue = GreenQueue.unbounded();
              Thread sender = Thread.ofPlatform().start(() -> putAll(queue));
              Greenlet<Void> taker = Greenloom.spawn(() -> takeAll(queue));
              talk(channel, false, answers);
              taker.get();
              sender.join();
            }));
    assertThat(answers).hasValue(ROUNDS);
  }

  private static void putAll(GreenQueue<Integer> queue) {
    for (int i = 0; i < ROUNDS; i++) {
      queue.put(i);
    }
  }

  private static void takeAll(GreenQueue<Integer> queue) {
    for (int i = 0; i < ROUNDS; i++) {
      assertThat(queue.take()).isEqualTo(i);
    }
  }
}
