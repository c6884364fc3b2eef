package greenloom.net;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.ThreadPool;
import greenloom.hub.Child;
import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.programs.LooksNamesUp;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names are looked up beside the hub. */
@ExtendWith(NothingLeft.class)
@Timeout(60)
class ResolverIT {
  private static final LookupPolicy ANY = LookupPolicy.of(LookupPolicy.IPV4 | LookupPolicy.IPV6);

  /** As slow as its test wants it to be. */
  private static final class Slow implements InetAddressResolver {
    final Semaphore answers = new Semaphore(0);
    final AtomicInteger asking = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final ConcurrentLinkedQueue<Thread> askers = new ConcurrentLinkedQueue<>();

    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      answer(host);
      return Stream.of(InetAddress.ofLiteral("192.0.2.1"));
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      answer("");
      return "example.org";
    }

    private void answer(String host) throws UnknownHostException {
      askers.add(Thread.currentThread());
      most.accumulateAndGet(asking.incrementAndGet(), Math::max);
      try {
        if (host.startsWith("slow")) {
          assertThat(answers.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      asking.decrementAndGet();
      if (host.endsWith("unknown")) {
        throw new UnknownHostException(host);
      }
    }
  }

  private final Slow slow = new Slow();
  private final InetAddressResolver resolver = Resolver.besideHub(slow);

  private String address(String host) throws UnknownHostException {
    return resolver.lookupByName(host, ANY).findFirst().orElseThrow().getHostAddress();
  }

  @Test
  void lookup_inAGreenlet_waits_whileOthersGoOn() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<String> asker = spawn(() -> address("slow"));
          Greenlet<?> other = spawn(() -> slow.answers.release());
          joinAll(asker, other);
          assertThat(asker.get()).isEqualTo("192.0.2.1");
          assertThat(slow.askers).singleElement().matches(t -> !t.isVirtual());
          assertThat(resolver.lookupByAddress(new byte[4])).isEqualTo("example.org");
        });
  }

  @Test
  void lookup_thatFails_throwsTheSame() {
    TestHub.virtual()
        .run(() ->
            assertThatThrownBy(() -> address("unknown"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("unknown"));
  }

  @Test
  void localhost_needsNoThread() {
    TestHub.virtual()
        .run(() -> {
          address("LocalHost");
          assertThat(slow.askers).containsExactly(Thread.currentThread());
        });
  }

  @Test
  void lookup_onOtherThreads_staysThere() throws Exception {
    address("here");
    Thread virtual = Thread.ofVirtual().start(() -> unchecked("there"));
    virtual.join();
    assertThat(slow.askers).containsExactly(Thread.currentThread(), virtual);
  }

  private void unchecked(String host) {
    try {
      address(host);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void killOrLimit_endsTheWait_theLookupRunsOn() {
    TestHub.real()
        .run(() -> {
          Greenlet<String> asker = spawn(() -> address("slow"));
          Hub.current().awaitAllBlocked();
          asker.kill();
          assertThat(asker.killed()).isTrue();
          assertThatThrownBy(() -> withTimeout(Duration.ofMillis(10), () -> address("slow")))
              .isInstanceOf(TimeoutExpired.class);
          slow.answers.release(2);
          assertThat(address("another")).isEqualTo("192.0.2.1");
        });
  }

  @Test
  void interrupt_doesNotEndIt_andStaysSet() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<Boolean> asker =
              spawn(() -> {
                address("slow");
                return Thread.interrupted();
              });
          Hub.current().awaitAllBlocked();
          asker.thread().interrupt();
          Hub.current().awaitAllBlocked();
          assertThat(asker.ready()).isFalse();
          slow.answers.release();
          assertThat(asker.get()).isTrue();
        });
  }

  @Test
  void many_areBounded() {
    TestHub.virtual()
        .run(() -> {
          int size = ThreadPool.ofHub().size();
          List<Greenlet<String>> askers = new ArrayList<>();
          for (int i = 0; i < 3 * size; i++) {
            askers.add(spawn(() -> address("slow")));
          }
          Hub.current().awaitAllBlocked();
          slow.answers.release(3 * size);
          joinAll(askers);
          assertThat(askers).allMatch(Greenlet::successful);
          assertThat(slow.most.get()).isLessThanOrEqualTo(size);
        });
  }

  /** The program is a virtual thread of the JDK's that has nothing to do with Greenloom. */
  @Test
  void installed_programWithoutHubs_opensNothing() throws Exception {
    Child child =
        Child.java(
            List.of(
                "-Xlog:class+load", "-cp", Child.classPath(), LooksNamesUp.class.getName(), "jdk"));
    assertThat(child.exit).as(child.output).isZero();
    assertThat(child.output)
        .contains("greenloom.net.Resolver ")
        .doesNotContain("greenloom.jdk.Jdk25")
        .doesNotContain("greenloom.hub.Hub ");
  }

  @Test
  void installed_greenletsLookUpOnNativeThreads() throws Exception {
    for (String asker : List.of("greenlet", "greenlet-off")) {
      Child child =
          Child.java(
              List.of(
                  "-Dgreenloom.resolver=" + (asker.endsWith("off") ? "off" : "on"),
                  "-cp",
                  Child.classPath(),
                  LooksNamesUp.class.getName(),
                  "greenlet"));
      child.assertSays("unknown, native threads: " + (asker.endsWith("off") ? "0" : "1") + "\n");
    }
  }
}
