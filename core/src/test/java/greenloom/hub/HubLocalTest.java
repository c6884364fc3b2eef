package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.testing.TestHub;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HubLocalTest {
  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  @Test
  void get_oneForEachHub_madeOnce() {
    AtomicInteger made = new AtomicInteger();
    HubLocal<String> local = new HubLocal<>(hub -> hub.name() + made.incrementAndGet());
    Hub one = hubs.start("one");
    Hub two = hubs.start("two");
    assertThat(local.get(one)).isEqualTo("one1").isSameAs(local.get(one));
    assertThat(local.get(two)).isEqualTo("two2");
    TestHub.virtual().run(() -> assertThat(local.get()).isEqualTo("test3"));
  }

  @Test
  void close_closesValues() {
    List<String> closed = new ArrayList<>();
    HubLocal<AutoCloseable> good = new HubLocal<>(hub -> () -> closed.add("good"));
    HubLocal<AutoCloseable> bad =
        new HubLocal<>(hub ->
            () -> {
              throw new Exception("bad");
            });
    Hub hub = hubs.start("closing");
    good.get(hub);
    bad.get(hub);
    hub.close();
    assertThat(closed).containsExactly("good");
    assertThat(hubs.takeFailures()).singleElement().asString().contains("bad");
  }

  @Test
  void get_byTwoThreadsAtOnce_theSameAndTheOtherClosed() throws Exception {
    Set<Object> open = ConcurrentHashMap.newKeySet();
    CyclicBarrier both = new CyclicBarrier(2);
    HubLocal<AutoCloseable> local =
        new HubLocal<>(hub ->
            UncheckedFailure.of(() -> {
              both.await();
              Object token = new Object();
              open.add(token);
              return () -> open.remove(token);
            }));
    Hub hub = hubs.start("raced");
    Object[] other = new Object[1];
    Thread t = Thread.ofPlatform().start(() -> other[0] = local.get(hub));
    AutoCloseable mine = local.get(hub);
    t.join();
    assertThat(other[0]).isSameAs(mine);
    assertThat(open).hasSize(1);
    hub.close();
    assertThat(open).isEmpty();
  }
}
