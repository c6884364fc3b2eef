package greenloom.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Descriptors as the operating system keeps them; an event stands for a socket. */
@Timeout(30)
class EpollIT {
  private static final int LONG = 20_000;

  @BeforeAll
  static void onlyWithEpoll() {
    Jdk.preparePollers();
    assumeTrue(Jdk.features().epoll(), "SKIPPED: there is no epoll here");
  }

  @Test
  void armed_isReportedOnce() throws Exception {
    int event = Epoll25.newEvent();
    try (Epoll epoll = Jdk.openEpoll()) {
      assertThat(epoll.arm(event, true)).isTrue();
      assertThat(epoll.await(0)).isZero();
      Epoll25.set(event);
      assertThat(epoll.await(LONG)).isEqualTo(1);
      epoll.deliver(1);
      assertThat(epoll.await(0)).isZero();
      assertThat(epoll.arm(event, true)).isTrue();
      assertThat(epoll.await(LONG)).isEqualTo(1);
    }
    Epoll25.closeDescriptor(event);
  }

  @Test
  void armed_readAndWrite_areReportedSeparately() throws Exception {
    int event = Epoll25.newEvent();
    try (Epoll epoll = Jdk.openEpoll()) {
      epoll.arm(event, true);
      epoll.arm(event, false); // can be written at once
      assertThat(epoll.await(LONG)).isEqualTo(1);
      epoll.deliver(1);
      assertThat(epoll.await(0)).isZero();
      Epoll25.set(event);
      assertThat(epoll.await(LONG)).isEqualTo(1);
    }
    Epoll25.closeDescriptor(event);
  }

  @Test
  void disarmed_isNotReported() throws Exception {
    int event = Epoll25.newEvent();
    try (Epoll epoll = Jdk.openEpoll()) {
      epoll.arm(event, true);
      Epoll25.set(event);
      assertThat(epoll.disarm(event, true, false)).isTrue();
      assertThat(epoll.await(0)).isZero();
    }
    Epoll25.closeDescriptor(event);
  }

  @Test
  void closedWhileArmed_itsNumberUsedAgain_theNewOneIsReported() throws Exception {
    try (Epoll epoll = Jdk.openEpoll()) {
      int event = Epoll25.newEvent();
      int again = 0;
      for (int i = 0; i < 100; i++) {
        epoll.arm(event, true);
        Epoll25.closeDescriptor(event);
        int next = Epoll25.newEvent();
        again += next == event ? 1 : 0;
        event = next;
        epoll.arm(event, true);
        assertThat(epoll.await(0)).isZero();
        Epoll25.set(event);
        assertThat(epoll.await(LONG)).isEqualTo(1);
      }
      assertThat(again).isPositive();
      Epoll25.closeDescriptor(event);
    }
  }

  @Test
  void arm_aDescriptorThatCannotBeWaitedFor_isRefused() throws Exception {
    try (Epoll epoll = Jdk.openEpoll()) {
      assertThatThrownBy(() -> epoll.arm(1_000_000, true)).isInstanceOf(IOException.class);
    }
  }

  // --- watches ---

  private static final class Count extends Watch {
    int arrivals;
    int last;

    @Override
    protected void arrived(int what) {
      arrivals++;
      last = what;
    }
  }

  private static void deliverAll(Epoll epoll) {
    epoll.deliver(epoll.await(0));
  }

  @Test
  void watched_isToldAsLongAsItHolds_andOfWhatIsAskedForOnly() throws Exception {
    int event = Epoll25.newEvent();
    try (Epoll epoll = Jdk.openEpoll()) {
      Count count = new Count();
      epoll.watch(event, count, Watch.READABLE);
      deliverAll(epoll);
      assertThat(count.arrivals).isZero();
      Epoll25.set(event);
      for (int i = 1; i < 4; i++) {
        deliverAll(epoll);
        assertThat(count.arrivals).isEqualTo(i);
        assertThat(count.last).isEqualTo(Watch.READABLE);
      }
      epoll.watch(event, count, Watch.READABLE | Watch.WRITABLE);
      deliverAll(epoll);
      assertThat(count.last).isEqualTo(Watch.READABLE | Watch.WRITABLE);
      Epoll25.drain(event);
      deliverAll(epoll);
      assertThat(count.last).isEqualTo(Watch.WRITABLE);
      epoll.unwatch(event, count);
      epoll.unwatch(event, count);
      deliverAll(epoll);
      assertThat(count.arrivals).isEqualTo(5);
      epoll.watch(event, count, Watch.WRITABLE);
      deliverAll(epoll);
      assertThat(count.arrivals).isEqualTo(6);
    }
    Epoll25.closeDescriptor(event);
  }

  @Test
  void watch_aDescriptorThatCannotBeWaitedFor_isRefused() throws Exception {
    try (Epoll epoll = Jdk.openEpoll()) {
      assertThatThrownBy(() -> epoll.watch(1_000_000, new Count(), Watch.READABLE))
          .isInstanceOf(IOException.class);
    }
  }

  // --- from outside, and the end ---

  @Test
  void interrupt_beforeOrMeanwhile_endsTheWaitOnce() throws Exception {
    try (Epoll epoll = Jdk.openEpoll()) {
      epoll.interrupt();
      epoll.interrupt();
      epoll.deliver(epoll.await(LONG));
      assertThat(epoll.await(0)).isZero();
      Thread.ofPlatform().start(epoll::interrupt);
      assertThat(epoll.await(LONG)).isEqualTo(1);
    }
  }

  @Test
  void closed_doesNothing() throws Exception {
    int before = descriptors();
    Epoll epoll = Jdk.openEpoll();
    epoll.close();
    epoll.close();
    assertThat(descriptors()).isLessThan(before + 3);
    int event = Epoll25.newEvent();
    assertThat(epoll.arm(event, true)).isFalse();
    assertThat(epoll.disarm(event, true, false)).isFalse();
    assertThat(epoll.watch(event, new Count(), Watch.READABLE)).isFalse();
    epoll.unwatch(event, new Count());
    assertThat(epoll.await(LONG)).isZero();
    epoll.interrupt();
    epoll.deliver(1);
    Epoll25.closeDescriptor(event);
  }

  /** The numbers are given back when nobody uses them any more, and not before. */
  @Test
  void closed_whileOthersAreInside_isClosedAfterThem() throws Exception {
    int before = descriptors();
    for (int i = 0; i < 200; i++) {
      Epoll epoll = Jdk.openEpoll();
      Thread waiter = Thread.ofPlatform().start(() -> epoll.deliver(epoll.await(LONG)));
      Thread waker = Thread.ofPlatform().start(epoll::interrupt);
      if (i % 2 == 0) {
        waker.join();
      }
      epoll.interrupt();
      epoll.close();
      waiter.join();
      waker.join();
    }
    assertThat(descriptors()).isLessThan(before + 50);
  }

  @Test
  void forgotten_isClosedWhenCollected() throws Exception {
    int before = descriptors();
    List<Epoll> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(Jdk.openEpoll());
    }
    assertThat(descriptors()).isGreaterThan(before + 100);
    all.clear();
    for (int i = 0; i < 500 && descriptors() > before + 50; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(descriptors()).isLessThanOrEqualTo(before + 50);
  }

  /** The virtual machine opens and closes files, too, now and then. */
  private static int descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    }
  }
}
