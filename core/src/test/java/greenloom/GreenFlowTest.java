package greenloom;

import static greenloom.Greenloom.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.Hub;
import greenloom.sync.Event;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Publishers as loops and loops as publishers: order, pace, ends. */
@ExtendWith(NothingLeft.class)
class GreenFlowTest {
  private final TestHub hub = TestHub.virtual();
  private int made;

  /** Counts how many were made. */
  private Iterable<Integer> numbers(int end) {
    return () -> IntStream.range(0, end).peek(_ -> made++).iterator();
  }

  /** Takes one item a second, and asks for so many at the beginning. */
  private static final class Subscriber implements Flow.Subscriber<Integer> {
    final List<Object> got = new ArrayList<>();
    final Event ended = new Event();
    Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(Integer item) {
      got.add(item);
    }

    @Override
    public void onError(Throwable why) {
      got.add(why);
      ended.set();
    }

    @Override
    public void onComplete() {
      got.add("end");
      ended.set();
    }
  }

  @Test
  void thereAndBack_allItems_inOrder() {
    hub.run(() -> {
      Flow.Publisher<Integer> publisher = GreenFlow.publish(Hub.current(), numbers(100));
      for (int ahead : new int[] {1, 2, 7, 1000}) {
        List<Integer> got = new ArrayList<>();
        GreenFlow.iterate(publisher, ahead).forEach(got::add);
        assertThat(got).containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
      }
    });
  }

  @Test
  void iterate_slowReader_noMoreThanAheadAreMade() {
    hub.run(() -> {
      Flow.Publisher<Integer> publisher = GreenFlow.publish(Hub.current(), numbers(100));
      try (GreenFlow.Items<Integer> items = GreenFlow.Items.of(publisher, 4)) {
        for (int i = 0; i < 10; i++) {
          assertThat(items.next()).isEqualTo(i);
          sleep(Duration.ofSeconds(1));
          assertThat(made).isLessThanOrEqualTo(i + 1 + 4 + 1); // one is made before it is asked for
        }
      }
    });
  }

  @Test
  void iterate_publisherFails_theLoopFails() {
    hub.run(() -> {
      Iterable<Integer> broken =
          () ->
              new Iterator<>() {
                @Override
                public boolean hasNext() {
                  return true;
                }

                @Override
                public Integer next() {
                  throw new CompletionException(new IOException("broken"));
                }
              };
      Iterator<Integer> items =
          GreenFlow.iterate(GreenFlow.publish(Hub.current(), broken), 1).iterator();
      assertThatThrownBy(items::next).hasCauseInstanceOf(IOException.class);
    });
  }

  @Test
  void publish_givesWhatIsAskedFor() {
    hub.run(() -> {
      Subscriber subscriber = new Subscriber();
      GreenFlow.publish(Hub.current(), numbers(5)).subscribe(subscriber);
      sleep(Duration.ofSeconds(1));
      assertThat(subscriber.got).isEmpty();
      subscriber.subscription.request(2);
      sleep(Duration.ofSeconds(1));
      assertThat(subscriber.got).containsExactly(0, 1);
      subscriber.subscription.request(Long.MAX_VALUE);
      subscriber.subscription.request(Long.MAX_VALUE);
      subscriber.ended.await();
      assertThat(subscriber.got).containsExactly(0, 1, 2, 3, 4, "end");
    });
  }

  @Test
  void publish_cancelled_givesNothingMore() {
    hub.run(() -> {
      Subscriber subscriber = new Subscriber();
      GreenFlow.publish(Hub.current(), numbers(5)).subscribe(subscriber);
      sleep(Duration.ofSeconds(1));
      subscriber.subscription.request(1);
      sleep(Duration.ofSeconds(1));
      subscriber.subscription.cancel();
      subscriber.subscription.cancel();
      subscriber.subscription.request(3);
      sleep(Duration.ofSeconds(1));
      assertThat(subscriber.got).containsExactly(0);
    });
  }

  @Test
  void publish_askedForNothing_isAnError() {
    hub.run(() -> {
      Subscriber subscriber = new Subscriber();
      GreenFlow.publish(Hub.current(), numbers(5)).subscribe(subscriber);
      sleep(Duration.ofSeconds(1));
      subscriber.subscription.request(0);
      subscriber.ended.await();
      assertThat(subscriber.got).singleElement().isInstanceOf(IllegalArgumentException.class);
    });
  }
}
