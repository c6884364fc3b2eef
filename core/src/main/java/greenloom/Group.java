package greenloom;

import greenloom.hub.Guard;
import greenloom.hub.Hub;
import greenloom.sync.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Greenlets that belong together: they are waited for and killed together, and leave the group when
 * they end. A {@link Pool} is a group with a limit.
 *
 * <p>A group belongs to one hub, that of its first greenlet; only threads of that hub may use it,
 * and for {@link Hub#background()} virtual threads of the JDK's own scheduler.
 */
public sealed class Group permits Pool {
  private final Event empty = new Event();

  // under the guard: members end on their hub, which is not where a virtual thread of the JDK's own
  // scheduler runs
  private final Guard guard = new Guard();
  private final Set<Greenlet<?>> members = new LinkedHashSet<>();
  private @Nullable Hub hub;

  /** Makes an empty one. */
  public Group() {
    empty.set();
  }

  /** Starts a greenlet in it. In a {@link Pool}, waits for a place first. */
  public <T> Greenlet<T> spawn(Callable<? extends T> body) {
    return start(unstarted(body));
  }

  /** Makes one that has yet to be started, and is no member before. */
  <T> Greenlet<T> unstarted(Callable<? extends T> body) {
    return new Greenlet<>(home(), body);
  }

  /** Takes in what {@link #unstarted} has made, and starts it. */
  <T> Greenlet<T> start(Greenlet<T> greenlet) {
    add(greenlet);
    greenlet.start();
    return greenlet;
  }

  /** Starts a greenlet that gives nothing in it. */
  public Greenlet<Void> spawn(Action body) {
    return spawn(new ActionBody(body));
  }

  /**
   * Takes a greenlet of this hub in, unless it has ended. In a {@link Pool}, waits for a place
   * first.
   */
  public void add(Greenlet<?> greenlet) {
    if (greenlet.ready() || has(greenlet)) {
      return;
    }
    Hub here = home();
    if (greenlet.hub() != here) {
      throw new IllegalStateException(greenlet + " runs on " + greenlet.hub() + ", not " + here);
    }
    admit();
    guard.enter();
    boolean added = members.add(greenlet);
    empty.clear();
    guard.leave();
    if (added) {
      greenlet.afterEnd(here, () -> discard(greenlet));
    } else {
      dismiss(); // somebody else has added it meanwhile
    }
  }

  private boolean has(Greenlet<?> greenlet) {
    guard.enter();
    boolean member = members.contains(greenlet);
    guard.leave();
    return member;
  }

  /** Lets a greenlet out of the group; it lives on. */
  public void discard(Greenlet<?> greenlet) {
    guard.enter();
    boolean removed = members.remove(greenlet);
    if (members.isEmpty()) {
      empty.set();
    }
    guard.leave();
    if (removed) {
      dismiss();
    }
  }

  /** Waits for a place. */
  void admit() {}

  /** A place is free again. */
  void dismiss() {}

  /** How many may run at a time. */
  int places() {
    return Integer.MAX_VALUE;
  }

  /** Whether {@link #admit} would have to wait. */
  boolean full() {
    return false;
  }

  private Hub home() {
    Hub here = Hub.current();
    guard.enter();
    Hub of = hub == null ? here : hub;
    hub = of;
    guard.leave();
    if (of != here) {
      throw new IllegalStateException("this group belongs to " + of + ", not to " + here);
    }
    return here;
  }

  /** Returns its members, in the order they came. */
  public Collection<Greenlet<?>> members() {
    guard.enter();
    List<Greenlet<?>> all = List.copyOf(members);
    guard.leave();
    return all;
  }

  /** Returns how many members it has. */
  public int size() {
    guard.enter();
    int size = members.size();
    guard.leave();
    return size;
  }

  /** Waits until it is empty. */
  public void join() {
    members().forEach(Greenlet::delivered);
    empty.await();
  }

  /** Waits until it is empty, at most {@code limit}; returns whether it is. */
  public boolean join(Duration limit) {
    members().forEach(Greenlet::delivered);
    return empty.await(limit);
  }

  /**
   * Kills each member once and waits until the group is empty; members that come meanwhile too. A
   * member that calls this comes last.
   */
  public void kill() {
    Greenlet<?> me = Greenlet.current().orElse(null);
    Greenlet<?> other = killAndNext(me);
    while (other != null) {
      other.join();
      other = killAndNext(me);
    }
    if (me != null && has(me)) {
      Hub.yieldNow(); // its own signal comes out of here, if not out of a join
    }
  }

  private @Nullable Greenlet<?> killAndNext(@Nullable Greenlet<?> me) {
    Collection<Greenlet<?>> all = members();
    all.forEach(Greenlet::killOnce);
    for (Greenlet<?> g : all) {
      if (g != me) {
        return g;
      }
    }
    return null;
  }

  /** Kills each member once, without waiting. */
  public void killSoon() {
    members().forEach(Greenlet::killOnce);
  }

  // --- mapping ---

  /**
   * Runs {@code body} in the group and waits for its value. Called by a member, which holds a place
   * already, it just runs it. Failures are thrown as by {@link Greenlet#get}.
   */
  public <T> T apply(Callable<? extends T> body) {
    if (Greenlet.current().filter(this::has).isPresent()) {
      return call(body);
    }
    Greenlet<T> greenlet = spawn(body);
    return greenlet.delivered().get();
  }

  /** The same for a body that gives nothing. */
  public void apply(Action body) {
    this.<@Nullable Void>apply(new ActionBody(body));
  }

  private static <T> T call(Callable<? extends T> body) {
    try {
      return body.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  /**
   * Runs {@code body} in the group and hands its value to {@code callback}, in a greenlet of its
   * own. Never waits, not even for a place.
   */
  public <T> Greenlet<T> applyAsync(
      Callable<? extends T> body, Consumer<? super @Nullable T> callback) {
    Greenlet<T> greenlet = full() ? Greenloom.spawn(() -> apply(body)) : spawn(body);
    greenlet.linkValue(g -> callback.accept(g.value()));
    return greenlet;
  }

  /** Applies {@code fn} to all items by the side; returns the results in the order of the items. */
  public <A, R> List<R> map(Function<? super A, ? extends R> fn, Iterable<? extends A> items) {
    List<Greenlet<R>> started = new ArrayList<>();
    for (A item : items) {
      Greenlet<R> g = spawn(() -> fn.apply(item));
      started.add(g.delivered());
    }
    List<R> results = new ArrayList<>(started.size());
    for (Greenlet<R> g : started) {
      results.add(g.get());
    }
    return results;
  }

  /** The same without waiting: a greenlet whose value is the list. */
  public <A, R> Greenlet<List<R>> mapAsync(
      Function<? super A, ? extends R> fn, Iterable<? extends A> items) {
    return Greenloom.spawn(() -> map(fn, items));
  }

  /**
   * Applies {@code fn} to the items by the side while the results are read, in the order of the
   * items. As many items as the group has places are started ahead of the reader.
   */
  public <A, R> Iterable<R> imap(Function<? super A, ? extends R> fn, Iterable<? extends A> items) {
    return imap(fn, items, places());
  }

  /** The same with at most {@code maxAhead} items started and not yet read. */
  public <A, R> Iterable<R> imap(
      Function<? super A, ? extends R> fn, Iterable<? extends A> items, int maxAhead) {
    return () -> new Mapping<A, R>(this, fn, items.iterator(), maxAhead, true);
  }

  /** The same as {@link #imap(Function, Iterable)}, with the results in the order they come. */
  public <A, R> Iterable<R> imapUnordered(
      Function<? super A, ? extends R> fn, Iterable<? extends A> items) {
    return imapUnordered(fn, items, places());
  }

  /** The same with at most {@code maxAhead} items started and not yet read. */
  public <A, R> Iterable<R> imapUnordered(
      Function<? super A, ? extends R> fn, Iterable<? extends A> items, int maxAhead) {
    return () -> new Mapping<A, R>(this, fn, items.iterator(), maxAhead, false);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + size() + " greenlets]";
  }
}
