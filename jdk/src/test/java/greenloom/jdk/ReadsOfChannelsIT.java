package greenloom.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a socket channel: in blocking mode the same as of a socket, else nothing. */
@Timeout(30)
class ReadsOfChannelsIT {
  private Steps steps;
  private SocketChannel channel;
  private SocketChannel other;

  @BeforeAll
  static void onlyWithTheHook() {
    Jdk.preparePollers();
    assumeTrue(Jdk.features().poller().equals("epoll"), "SKIPPED: reads are not hooked here");
  }

  @BeforeEach
  void connect() throws IOException {
    assertThat(Steps.known()).as("left by another test").isEmpty();
    steps = new Steps();
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      other = SocketChannel.open(server.getLocalAddress());
      channel = server.accept();
    }
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
    other.close();
    steps.close();
    assertThat(Steps.known()).as("left").isEmpty();
  }

  private FutureTask<Integer> read(int most) {
    return steps.spawn(() -> channel.read(ByteBuffer.allocate(most)));
  }

  private void write(int n) throws IOException {
    other.write(ByteBuffer.allocate(n));
  }

  /** Has it registered, and emptied. */
  private void readOnce() throws Exception {
    FutureTask<Integer> first = read(10);
    write(1);
    steps.look();
    assertThat(first.get()).isEqualTo(1);
    assertThat(Steps.known()).singleElement().matches(a -> !a.some);
  }

  @Test
  void blocking_shortReadLeavesNothing_nextOneWaitsWithoutATry() throws Exception {
    readOnce();
    write(4); // not reported yet: a read that was tried would find it
    FutureTask<Integer> second = read(10);
    assertThat(second.isDone()).isFalse();
    steps.look();
    assertThat(second.get()).isEqualTo(4);
    assertThat(steps.waits).isEqualTo(2);
  }

  @Test
  void asASocket_isTheSame() throws Exception {
    readOnce();
    write(4);
    FutureTask<Integer> second =
        steps.spawn(() -> channel.socket().getInputStream().read(new byte[10]));
    assertThat(second.isDone()).isFalse();
    steps.look();
    assertThat(second.get()).isEqualTo(4);
  }

  @Test
  void nonBlocking_isAlwaysTried() throws Exception {
    readOnce();
    channel.configureBlocking(false);
    assertThat(read(10).get()).isZero();
    write(4);
    assertThat(read(10).get()).isEqualTo(4);
    channel.configureBlocking(true);
    FutureTask<Integer> blocking = read(10);
    assertThat(blocking.isDone()).isFalse();
    write(5);
    steps.look();
    assertThat(blocking.get()).isEqualTo(5);
  }

  @Test
  void nonBlocking_fromTheBeginning_nothingIsKnown() throws Exception {
    channel.configureBlocking(false);
    assertThat(read(10).get()).isZero();
    assertThat(Steps.known()).isEmpty();
  }

  @Test
  void readIntoSeveralBuffers_whatItLeavesIsFound() throws Exception {
    readOnce();
    FutureTask<Long> several =
        steps.spawn(() -> channel.read(new ByteBuffer[] {ByteBuffer.allocate(2)}));
    write(5);
    steps.look();
    assertThat(several.get()).isEqualTo(2);
    assertThat(read(10).get()).isEqualTo(3);
  }

  @Test
  void unixDomain_isLeftAlone(@TempDir Path folder) throws Exception {
    List<SocketChannel> both = new ArrayList<>();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
      both.add(SocketChannel.open(server.getLocalAddress()));
      both.add(server.accept());
    }
    for (int i = 1; i <= 3; i++) {
      FutureTask<Integer> reader = steps.spawn(() -> both.get(0).read(ByteBuffer.allocate(10)));
      both.get(1).write(ByteBuffer.allocate(i));
      steps.look();
      assertThat(reader.get()).isEqualTo(i);
      assertThat(Steps.known()).isEmpty();
    }
    both.get(0).close();
    both.get(1).close();
  }

  /** The registration becomes the watch's, and goes with it. */
  @Test
  void watchedForAWhile_isReadAsBefore() throws Exception {
    readOnce();
    channel.configureBlocking(false);
    int fd = Jdk.descriptor(channel);
    List<Integer> told = new ArrayList<>();
    Watch watch =
        new Watch() {
          @Override
          protected void arrived(int what) {
            told.add(what);
          }
        };
    steps.epoll.watch(fd, watch, Watch.READABLE);
    write(2);
    steps.look();
    assertThat(told).containsExactly(Watch.READABLE);
    assertThat(read(10).get()).isEqualTo(2);
    steps.epoll.unwatch(fd, watch);
    channel.configureBlocking(true);
    readOnce();
    write(3);
    FutureTask<Integer> second = read(10);
    steps.look();
    assertThat(second.get()).isEqualTo(3);
    assertThat(told).hasSize(1);
  }

  @Test
  void channelsBeforeTheFirstHub_eachOfTheirWaitsIsArmed() {
    Child child = Child.run(List.of(), ChildProgram.class, "channelFirst");
    assertThat(child.output())
        .isEqualTo("epoll, armed for each wait: channels were used before the first hub");
  }
}
