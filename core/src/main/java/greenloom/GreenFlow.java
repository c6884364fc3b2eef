package greenloom;

import greenloom.hub.GreenletExit;
import greenloom.hub.Hub;
import greenloom.sync.Event;
import greenloom.sync.GreenQueue;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Bridges between reactive streams and plain loops: a {@link Flow.Publisher} to iterate over, and
 * something to iterate over as a publisher. Both ways the slower side sets the pace.
 */
public final class GreenFlow {
  private GreenFlow() {}

  // --- from a publisher ---

  /**
   * Returns the items of {@code publisher} for a loop, which waits for the next one. It subscribes
   * anew at each loop.
   *
   * <p>Any thread may loop; items may come on any. At most {@code ahead} items are asked for and
   * not yet taken. What the publisher fails with comes out of the loop: unchecked as it is, else in
   * a {@link CompletionException}. Whoever leaves the loop early closes the iterator, or the
   * publisher goes on until its {@code ahead} items are there.
   *
   * @param ahead at least 1
   */
  public static <T> Iterable<T> iterate(Flow.Publisher<T> publisher, int ahead) {
    if (ahead < 1) {
      throw new IllegalArgumentException("one item has to be asked for at least, not " + ahead);
    }
    return () -> Items.of(publisher, ahead);
  }

  /**
   * What is read from a publisher. To be closed by whoever does not read it to its end.
   *
   * @param <T> the type of the items
   */
  public static final class Items<T> implements Iterator<T>, AutoCloseable, Flow.Subscriber<T> {
    private static final Object END = new Object();

    private record Failed(Throwable why) {}

    private final GreenQueue<Object> came = GreenQueue.unbounded();
    private final AtomicReference<Flow.@Nullable Subscription> subscription =
        new AtomicReference<>();
    private final int ahead;

    // the reader
    private @Nullable Object next;
    private int taken; // since it asked last

    private Items(int ahead) {
      this.ahead = ahead;
    }

    /** Subscribes, and asks for the first {@code ahead} items. */
    public static <T> Items<T> of(Flow.Publisher<T> publisher, int ahead) {
      Items<T> items = new Items<>(ahead);
      publisher.subscribe(items);
      return items;
    }

    /** Waits for the next item, or for the end. */
    @Override
    public boolean hasNext() {
      if (next == null) {
        next = came.take();
      }
      if (next instanceof Failed failed) {
        throw thrown(failed.why);
      }
      return next != END;
    }

    private static RuntimeException thrown(Throwable why) {
      if (why instanceof Error e) {
        throw e;
      }
      return why instanceof RuntimeException e ? e : new CompletionException(why);
    }

    @Override
    @SuppressWarnings("unchecked") // only its items are put in, and END
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the publisher has no more items");
      }
      T item = (T) Objects.requireNonNull(next);
      next = null;
      askForMore();
      return item;
    }

    /** Half of what is asked for in one go, so that it need not be told of each item. */
    private void askForMore() {
      taken++;
      Flow.Subscription s = subscription.get();
      if (s != null && taken >= (ahead + 1) / 2) {
        s.request(taken);
        taken = 0;
      }
    }

    /** Cancels the subscription. */
    @Override
    public void close() {
      Flow.Subscription s = subscription.get();
      if (s != null) {
        s.cancel();
      }
      came.put(END);
    }

    // --- the publisher ---

    @Override
    public void onSubscribe(Flow.Subscription given) {
      if (subscription.compareAndSet(null, Objects.requireNonNull(given))) {
        given.request(ahead);
      } else {
        given.cancel(); // one is enough, says the specification
      }
    }

    @Override
    public void onNext(T item) {
      came.put(Objects.requireNonNull(item));
    }

    @Override
    public void onError(Throwable why) {
      came.put(new Failed(Objects.requireNonNull(why)));
    }

    @Override
    public void onComplete() {
      came.put(END);
    }
  }

  // --- to a publisher ---

  /**
   * Returns a publisher of {@code items}. For each subscriber a greenlet of {@code hub} iterates
   * over them anew, and waits while nothing is asked for; iterating may wait, too. A failure of it
   * ends the subscription with {@code onError}, cancelling kills the greenlet.
   */
  public static <T> Flow.Publisher<T> publish(Hub hub, Iterable<? extends T> items) {
    return subscriber -> {
      Demand<T> demand = new Demand<>(Objects.requireNonNull(subscriber), items);
      demand.greenlet = Greenloom.spawnOn(hub, demand);
    };
  }

  /** What one subscriber has asked for. */
  private static final class Demand<T> implements Flow.Subscription, Action {
    private final Flow.Subscriber<? super T> subscriber;
    private final Iterable<? extends T> items;
    private final AtomicLong wanted = new AtomicLong(); // Long.MAX_VALUE: all there are
    private final Event news = new Event();
    private volatile @Nullable Greenlet<?> greenlet;
    private volatile boolean over;
    private volatile @Nullable Throwable refused;

    Demand(Flow.Subscriber<? super T> subscriber, Iterable<? extends T> items) {
      this.subscriber = subscriber;
      this.items = items;
    }

    @Override
    public void run() {
      subscriber.onSubscribe(this);
      Throwable failure = null;
      try {
        for (T item : items) {
          awaitDemand();
          if (over || refused != null) {
            break;
          }
          subscriber.onNext(item);
        }
        failure = refused;
      } catch (GreenletExit e) {
        throw e; // cancelled, or the hub ends
      } catch (Throwable e) {
        failure = e;
      }
      if (over) {
        return;
      }
      over = true;
      if (failure == null) {
        subscriber.onComplete();
      } else {
        subscriber.onError(failure);
      }
    }

    private void awaitDemand() {
      while (nothingToDo()) {
        news.clear();
        if (nothingToDo()) {
          news.await();
        }
      }
      wanted.updateAndGet(n -> n == Long.MAX_VALUE ? n : n - 1);
    }

    private boolean nothingToDo() {
      return wanted.get() == 0 && !over && refused == null;
    }

    @Override
    public void request(long n) {
      if (n <= 0) {
        refused = new IllegalArgumentException("asked for " + n + " items; ask for one at least");
      } else {
        wanted.updateAndGet(had -> had + n < 0 ? Long.MAX_VALUE : had + n);
      }
      news.set();
    }

    @Override
    public void cancel() {
      over = true;
      Greenlet<?> mine = greenlet;
      if (mine != null && mine != Greenlet.current().orElse(null)) {
        mine.killSoon();
      }
      news.set();
    }
  }
}
