package greenloom;

import greenloom.hub.Hub;
import greenloom.hub.Link;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A link to a greenlet: starts a greenlet of its own, which does nothing if it was cut before. */
final class Notice<T> implements Runnable, Link {
  private final Greenlet<T> of;
  private final Consumer<? super Greenlet<T>> then;
  private final Hub here = Hub.current();
  private volatile @Nullable Link link;
  private volatile boolean cut;

  Notice(Greenlet<T> of, Consumer<? super Greenlet<T>> then) {
    this.of = of;
    this.then = then;
  }

  /** Tells it where it was put in, and returns it. */
  Notice<T> by(Link place) {
    link = place;
    return this;
  }

  /** The greenlet has ended. */
  @Override
  public void run() {
    Action tell =
        () -> {
          if (!cut) {
            then.accept(of);
          }
        };
    Greenlet<Void> teller = new Greenlet<>(here, new ActionBody(tell));
    teller.named("a link of " + of.name()).start();
  }

  @Override
  public void unlink() {
    cut = true;
    Link l = link;
    if (l != null) {
      l.unlink();
    }
  }
}
