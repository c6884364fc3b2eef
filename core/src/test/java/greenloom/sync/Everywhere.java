package greenloom.sync;

import static greenloom.Greenloom.spawnOn;

import greenloom.Action;
import greenloom.hub.Hub;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * All kinds of threads at once: greenlets of two hubs, a platform thread and one of the JDK's
 * virtual threads.
 */
final class Everywhere {
  /** How often {@link #run} runs each body. */
  static final int COPIES = 5;

  private Everywhere() {}

  /** Runs each body on threads of four kinds, and waits for all of them. */
  static void run(Action... bodies) throws InterruptedException {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    try (Hub one = Hub.start("one");
        Hub two = Hub.start("two")) {
      for (Action body : bodies) {
        ends.add(spawnOn(one, body).toFuture());
        ends.add(spawnOn(two, body).toFuture());
        ends.add(spawnOn(two, body).toFuture());
        ends.add(on(Thread.ofPlatform(), body));
        ends.add(on(Thread.ofVirtual(), body));
      }
      CompletableFuture<Void> all =
          CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
              .orTimeout(50, TimeUnit.SECONDS);
      try {
        all.join();
      } catch (RuntimeException e) {
        throw new AssertionError(one.dump() + two.dump() + Hub.background().dump(), e);
      }
    }
  }

  /** Runs {@code body} on a new thread. */
  static CompletableFuture<Void> on(Thread.Builder builder, Action body) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    builder.start(() -> {
      try {
        body.run();
        end.complete(null);
      } catch (Throwable e) {
        end.completeExceptionally(e);
      }
    });
    return end;
  }
}
