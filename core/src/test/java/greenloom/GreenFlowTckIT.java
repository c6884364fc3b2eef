package greenloom;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.hub.Hub;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;
import org.testng.annotations.AfterClass;

/** The rules of the Reactive Streams specification, as its own test kit checks them. */
class GreenFlowTckIT {
  private static final int AHEAD = 4;
  private static final int PATIENCE = 10_000; // milliseconds, for what must come
  private static final int SILENCE = 100; // milliseconds, for what must not

  /** Something to iterate over, as a publisher. */
  public static final class Publishing extends FlowPublisherVerification<Long> {
    private final Hub hub = Hub.setup("publishing").start();

    /** As the kit makes it. */
    public Publishing() {
      super(new TestEnvironment(PATIENCE, SILENCE));
    }

    /** Ends the hub. */
    @AfterClass
    public void close() {
      hub.close();
    }

    @Override
    public Flow.Publisher<Long> createFlowPublisher(long elements) {
      return GreenFlow.publish(hub, () -> LongStream.range(0, elements).boxed().iterator());
    }

    @Override
    public Flow.Publisher<Long> createFailedFlowPublisher() {
      return GreenFlow.publish(
          hub,
          () -> {
            throw new IllegalStateException("these cannot be iterated over");
          });
    }
  }

  /** A loop over a publisher, as a subscriber. */
  public static final class Iterating extends FlowSubscriberBlackboxVerification<Integer> {
    /** As the kit makes it. */
    public Iterating() {
      super(new TestEnvironment(PATIENCE, SILENCE));
    }

    @Override
    public Flow.Subscriber<Integer> createFlowSubscriber() {
      return GreenFlow.Items.of(_ -> {}, AHEAD); // subscribed by the kit
    }

    @Override
    public Integer createElement(int element) {
      return element;
    }
  }

  @Test
  void publish_keepsAllRules() {
    check(Publishing.class, 25);
  }

  @Test
  void iterate_keepsAllRules() {
    check(Iterating.class, 11);
  }

  private static void check(Class<?> rules, int atLeast) {
    TestListenerAdapter seen = new TestListenerAdapter();
    TestNG kit = new TestNG(false);
    kit.setVerbose(0);
    kit.setTestClasses(new Class<?>[] {rules});
    kit.addListener(seen);
    kit.run();
    assertThat(seen.getFailedTests()).extracting(GreenFlowTckIT::told).isEmpty();
    assertThat(seen.getConfigurationFailures()).isEmpty();
    assertThat(seen.getPassedTests()).hasSizeGreaterThanOrEqualTo(atLeast);
  }

  private static String told(ITestResult result) {
    return result.getName() + ": " + result.getThrowable();
  }
}
