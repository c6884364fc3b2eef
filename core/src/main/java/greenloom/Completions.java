package greenloom;

import greenloom.hub.Awaitable;
import greenloom.hub.Link;
import greenloom.hub.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Things in the order they become ready. It holds links only while it waits, so an abandoned one
 * holds none.
 */
final class Completions<A extends Awaitable> implements Iterator<A> {
  private final Set<A> open;
  private final Queue<A> ready = new ArrayDeque<>();

  Completions(Collection<? extends A> things) {
    open = new LinkedHashSet<>(things);
    for (A a : open) {
      if (a instanceof Greenlet<?> g) {
        g.delivered();
      }
    }
  }

  @Override
  public boolean hasNext() {
    if (!ready.isEmpty()) {
      return true;
    }
    if (open.isEmpty()) {
      return false;
    }
    collectReady();
    if (ready.isEmpty()) {
      waitForOne();
    }
    return true;
  }

  private void collectReady() {
    for (A a : open) {
      if (a.ready()) {
        ready.add(a);
      }
    }
    open.removeAll(ready);
  }

  private void waitForOne() {
    ConcurrentLinkedQueue<A> came = new ConcurrentLinkedQueue<>();
    List<Link> links = new ArrayList<>(open.size());
    Waiter w = Waiter.forAny(List.copyOf(open));
    try {
      for (A a : open) {
        links.add(
            a.whenReady(() -> {
              came.add(a);
              w.wake(null);
            }));
      }
      w.await();
    } finally {
      links.forEach(Link::unlink);
      for (A a = came.poll();
          a != null;
          a = came.poll()) { // who comes later is found ready next time
        ready.add(a);
        open.remove(a);
      }
    }
  }

  @Override
  public A next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all of them were taken");
    }
    return ready.remove();
  }
}
