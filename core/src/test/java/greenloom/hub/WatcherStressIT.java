package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.jdk.Jdk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Watched channels that come and go: their numbers are used again at once, and nobody is called for
 * a channel that he does not watch, or misses a call for one that he does.
 */
@Timeout(120)
class WatcherStressIT {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final int CLIENTS = 4;
  private static final int ROUNDS = 500;

  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicInteger forNothing = new AtomicInteger();
  private final Queue<SocketChannel> toClose = new ConcurrentLinkedQueue<>(); // without a lock
  private volatile boolean over;
  private List<Hub> several;
  private int accepted;

  @BeforeEach
  void startHubs() {
    several = List.of(hubs.start("one"), hubs.start("other"));
  }

  private void failed(Throwable e) {
    failure.compareAndSet(null, e);
  }

  /** Some are closed by their callback, some by a foreign thread, some watchers before that. */
  @Test
  void connections_comeAndGo_eachHearsOfItsOwnOnly() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(HERE, 0), 200);
      server.configureBlocking(false);
      Watcher accepting = several.getFirst().onReadable(server, _ -> accept(server.accept()));
      Thread closer = Thread.ofPlatform().daemon().start(this::closeThem);
      int before = descriptors();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int seed = i;
        clients.add(Thread.ofPlatform().start(() -> converse(server, new Random(seed))));
      }
      for (Thread client : clients) {
        client.join();
      }
      assertThat(failure.get()).isNull();
      accepting.close();
      assertThat(accepting.await(JdkWait.SOON)).isTrue();
      awaitNone();
      over = true;
      closer.join();
      assertThat(forNothing).hasValue(0);
      assertThat(descriptors()).isLessThan(before + 20);
    }
  }

  private void accept(SocketChannel channel) throws IOException {
    if (channel == null) {
      return;
    }
    channel.configureBlocking(false);
    ByteBuffer bytes = ByteBuffer.allocate(8);
    int kind = accepted++;
    Hub hub = several.get(kind & 1);
    Watcher.Callback echo = w -> echo(w, channel, bytes, (kind >> 1) % 3);
    if ((kind & 8) == 0) {
      hub.onReadable(channel, echo);
    } else {
      hub.rawOnReadable(channel, echo);
    }
  }

  private void echo(Watcher watcher, SocketChannel channel, ByteBuffer bytes, int way)
      throws IOException {
    try {
      int n = channel.read(bytes);
      if (n == 0) {
        forNothing.incrementAndGet();
      } else if (n < 0) {
        end(watcher, channel, way);
      } else if (!bytes.hasRemaining()) {
        channel.write(bytes.flip());
        bytes.clear();
        if (way == 2) {
          end(watcher, channel, way);
        }
      }
    } catch (ClosedChannelException e) {
      throw e;
    } catch (Throwable e) {
      failed(e);
      channel.close();
    }
  }

  private void end(Watcher watcher, SocketChannel channel, int way) throws IOException {
    switch (way) {
      case 0 -> channel.close();
      case 1 -> {
        watcher.close();
        toClose.add(channel);
      }
      default -> toClose.add(channel); // is called meanwhile, at the end of the stream for one
    }
  }

  private void closeThem() {
    try {
      while (!over) {
        SocketChannel channel = toClose.poll();
        if (channel == null) {
          Thread.onSpinWait();
        } else {
          channel.close();
        }
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private void converse(ServerSocketChannel server, Random random) {
    byte[] sent = new byte[8];
    try {
      for (int i = 0; i < ROUNDS && failure.get() == null; i++) {
        try (Socket socket = new Socket(HERE, server.socket().getLocalPort())) {
          socket.setSoTimeout((int) JdkWait.SOON.toMillis());
          random.nextBytes(sent);
          socket.getOutputStream().write(sent, 0, 3);
          if (random.nextInt(4) == 0) {
            Thread.sleep(0, 100_000);
          }
          socket.getOutputStream().write(sent, 3, 5);
          assertThat(socket.getInputStream().readNBytes(8)).isEqualTo(sent);
        }
      }
    } catch (Throwable e) {
      failed(e);
    }
  }

  private void awaitNone() throws InterruptedException {
    long until = System.nanoTime() + JdkWait.SOON.toNanos();
    while (several.stream().anyMatch(h -> h.stats().watchers() > 0)
        && System.nanoTime() - until < 0) {
      Thread.sleep(1);
    }
    assertThat(several)
        .allMatch(h -> h.stats().watchers() == 0)
        .allMatch(h -> h.stats().socketWaits() == 0);
  }

  /**
   * One thread closes a channel that is being reported and opens another, which gets its number and
   * has nothing to tell.
   */
  @Test
  void numberUsedAgain_whileAReportIsOnItsWay_theNewOneIsNotCalled() throws Exception {
    int again = 0;
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(HERE, 0));
      for (int i = 0; i < ROUNDS; i++) {
        again += oneAfterTheOther(several.getFirst(), server) ? 1 : 0;
      }
    }
    assertThat(again).isPositive();
    assertThat(forNothing).hasValue(0);
  }

  /** Whether the second channel got the number of the first. */
  private boolean oneAfterTheOther(Hub hub, ServerSocketChannel server) throws Exception {
    int port = server.socket().getLocalPort();
    try (Socket noisy = new Socket(HERE, port);
        Socket silent = new Socket(HERE, port)) {
      SocketChannel first = server.accept();
      first.configureBlocking(false);
      Watcher noise = hub.rawOnReadable(first, _ -> {}); // reads nothing: is told again and again
      noisy.getOutputStream().write(1);
      int number = Jdk.descriptor(first);
      first.close();
      try (SocketChannel second = server.accept()) {
        second.configureBlocking(false);
        Watcher w = hub.onReadable(second, _ -> forNothing.incrementAndGet());
        Thread.sleep(0, 200_000);
        w.close();
        assertThat(w.await(JdkWait.SOON)).isTrue();
        assertThat(noise.await(JdkWait.SOON)).isTrue();
        assertThat(silent.isConnected()).isTrue();
        return Jdk.descriptor(second) == number;
      }
    }
  }

  /** What is asked for changes all the time; a report that is out of date counts for nothing. */
  @Test
  void writeWatchersComeAndGo_theReaderIsNotCalledForNothing() throws Exception {
    Hub hub = several.getFirst();
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(HERE, 0));
      try (Socket peer = new Socket(HERE, server.socket().getLocalPort());
          SocketChannel channel = server.accept()) {
        channel.configureBlocking(false);
        peer.setTcpNoDelay(true);
        ByteBuffer bytes = ByteBuffer.allocate(64);
        AtomicInteger read = new AtomicInteger();
        Watcher reader =
            hub.onReadable(
                channel,
                _ -> {
                  int n = channel.read(bytes.clear());
                  read.addAndGet(n);
                  forNothing.addAndGet(n == 0 ? 1 : 0);
                });
        GreenThread writers =
            hub.spawn(
                "writers",
                () -> {
                  while (read.get() < ROUNDS) {
                    hub.onWritable(channel, Watcher::close).await();
                  }
                });
        for (int i = 0; i < ROUNDS; i++) {
          peer.getOutputStream().write(i);
          Thread.sleep(0, 50_000);
        }
        JdkWait.assertEnds(writers);
        reader.close();
        assertThat(reader.await(JdkWait.SOON)).isTrue();
      }
    }
    assertThat(forNothing).hasValue(0);
  }

  /**
   * Whoever watches and closes the same channels at once, nobody keeps another one's hub from going
   * on: the bare hub closes here what a green thread of it registers or closes at the time.
   */
  @Test
  void watchAndClose_onTheBareHub_inGreenThreads_andOutside_nobodyWaitsForEver() throws Exception {
    Hub hub = several.getFirst();
    AtomicReference<Pipe> shared = new AtomicReference<>(newPipe());
    Watcher bare = hub.rawOnTimer(Duration.ZERO, Duration.ofNanos(1), _ -> meet(hub, shared, true));
    Watcher green = hub.onTimer(Duration.ZERO, Duration.ofNanos(1), _ -> meet(hub, shared, false));
    for (int i = 0; i < ROUNDS * 4 && failure.get() == null; i++) {
      meet(hub, shared, (i & 1) == 0);
      tell(shared.get());
    }
    for (Watcher w : List.of(bare, green)) {
      w.close();
      assertThat(w.await(JdkWait.SOON)).isTrue();
    }
    close(shared.get());
    assertThat(failure.get()).isNull();
    awaitNone();
  }

  private void meet(Hub hub, AtomicReference<Pipe> shared, boolean raw) {
    try {
      Pipe pipe = shared.get();
      Watcher.Callback closes = _ -> close(pipe);
      try {
        if (raw) {
          hub.rawOnReadable(pipe.source(), closes);
        } else {
          hub.onReadable(pipe.source(), closes);
        }
      } catch (IllegalArgumentException e) {
        assertThat(pipe.source().isOpen()).isFalse();
      }
      if (shared.compareAndSet(pipe, newPipe())) {
        close(pipe);
      }
    } catch (Throwable e) {
      failed(e);
    }
  }

  private static void tell(Pipe pipe) {
    try {
      pipe.sink().write(ByteBuffer.allocate(1));
    } catch (IOException e) {
      // closed by now
    }
  }

  private static Pipe newPipe() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    return pipe;
  }

  private static void close(Pipe pipe) throws IOException {
    pipe.source().close();
    pipe.sink().close();
  }

  private static int descriptors() throws IOException {
    Path open = Path.of("/proc/self/fd");
    if (!Files.isDirectory(open)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(open)) {
      return (int) all.count();
    }
  }
}
