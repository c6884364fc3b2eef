package greenloom.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever closes a channel, its holder hears of it before the descriptor goes. */
@Timeout(30)
class HeldChannelsIT {
  private static final Path OPEN = Path.of("/proc/self/fd");
  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final HeldChannels held = Jdk.heldChannels();
  private final AtomicInteger told = new AtomicInteger();

  @BeforeAll
  static void onlyWhereDescriptorsCanBeSeen() {
    assumeTrue(Files.isDirectory(OPEN), "SKIPPED: no " + OPEN + " here");
  }

  private static boolean open(int descriptor) {
    return Files.exists(OPEN.resolve(Integer.toString(descriptor)));
  }

  private static int descriptors() throws IOException {
    try (Stream<Path> open = Files.list(OPEN)) {
      return (int) open.count();
    }
  }

  private static ServerSocketChannel server() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open().bind(HERE);
    server.configureBlocking(false);
    return server;
  }

  /** One of each kind. */
  private static List<SelectableChannel> channels() throws IOException {
    Pipe pipe = Pipe.open();
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(HERE)) {
      List<SelectableChannel> all =
          new ArrayList<>(
              List.of(
                  pipe.source(),
                  pipe.sink(),
                  DatagramChannel.open().bind(HERE),
                  SocketChannel.open(server.getLocalAddress()),
                  SocketChannel.open(),
                  server()));
      for (SelectableChannel channel : all) {
        channel.configureBlocking(false);
      }
      return all;
    }
  }

  @Test
  void close_eachKindOfChannel_tellsOnce_andClosesTheDescriptorAfterThat() throws Exception {
    for (SelectableChannel channel : channels()) {
      told.set(0);
      int number = Jdk.descriptor(channel);
      held.hold(
          channel,
          () -> {
            told.incrementAndGet();
            assertThat(channel.isOpen()).isFalse();
            assertThat(open(number)).as("%s, told", channel).isTrue();
          });
      channel.close();
      channel.close();
      assertThat(told).as("%s", channel).hasValue(1);
      assertThat(channel.isRegistered()).isFalse();
      assertThat(open(number)).as("%s, closed", channel).isFalse();
    }
  }

  @Test
  void close_ofAServer_givesItsPortBackAtOnce() throws Exception {
    ServerSocketChannel server = server();
    held.hold(server, told::incrementAndGet);
    int port = server.socket().getLocalPort();
    server.close();
    new ServerSocket(port, 0, HERE.getAddress()).close();
  }

  @Test
  void cancel_givesTheChannelBack() throws Exception {
    try (ServerSocketChannel server = server()) {
      SelectionKey key = held.hold(server, told::incrementAndGet);
      assertThatThrownBy(() -> server.configureBlocking(true))
          .isInstanceOf(IllegalBlockingModeException.class);
      key.cancel();
      key.cancel();
      assertThat(told).hasValue(1);
      assertThat(server.isOpen()).isTrue();
      server.configureBlocking(true);
      server.configureBlocking(false);
      held.hold(server, told::incrementAndGet).cancel();
      assertThat(told).hasValue(2);
    }
    assertThat(told).hasValue(2);
  }

  @Test
  void hold_besideASelector_theLastToLetGoCloses() throws Exception {
    try (Selector selector = Selector.open()) {
      ServerSocketChannel server = server();
      server.register(selector, SelectionKey.OP_ACCEPT);
      held.hold(server, told::incrementAndGet);
      server.close();
      assertThat(told).hasValue(1);
      assertThat(open(Jdk.descriptor(server))).isTrue();
      selector.selectNow();
      assertThat(open(Jdk.descriptor(server))).isFalse();
    }
  }

  @Test
  void hold_whatCannotBeHeld_isRefused() throws Exception {
    ServerSocketChannel server = server();
    server.configureBlocking(true);
    assertThatThrownBy(() -> held.hold(server, told::incrementAndGet))
        .isInstanceOf(IllegalBlockingModeException.class);
    server.close();
    assertThatThrownBy(() -> held.hold(server, told::incrementAndGet))
        .isInstanceOf(ClosedChannelException.class);
    assertThat(told).hasValue(0);
  }

  /** One thread cancels while another closes: told once, and the descriptor is gone. */
  @Test
  void closeAndCancel_atOnce_oneOfThemClosesTheDescriptor() throws Exception {
    int before = descriptors();
    for (int i = 0; i < 2_000; i++) {
      told.set(0);
      ServerSocketChannel server = server();
      SelectionKey key = held.hold(server, told::incrementAndGet);
      CountDownLatch ready = new CountDownLatch(1);
      Thread canceller =
          Thread.ofPlatform()
              .start(() -> {
                ready.countDown();
                key.cancel();
              });
      ready.await();
      server.close();
      canceller.join();
      assertThat(told).hasValue(1);
    }
    assertThat(descriptors()).isLessThan(before + 100);
  }
}
