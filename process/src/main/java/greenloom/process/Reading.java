package greenloom.process;

import greenloom.hub.Hub;
import greenloom.hub.Link;
import greenloom.hub.Watcher;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Which hub reads a connection: that which it belongs to, its home, or one that has borrowed it. An
 * item that one hub reads and another waits for needs a third thread between the two processes,
 * which costs more than all else where there are two processors. So as long as much comes quickly
 * it is lent to the hub that waits for it, see {@link Pace}. The borrower gives it back when too
 * much came late. A timer at home takes it back when nothing came for a moment: there may be
 * nothing, or the borrower computes and would leave the other process waiting.
 *
 * <pre>
 *   reader    lasts until
 *   home      another hub borrows it; if home ends, so does the connection
 *   borrower  too much came late, or nothing within a tick; if it ends, that is nothing, too
 * </pre>
 *
 * <p>Only who has the turn reads, or changes who reads; nobody waits for the turn. A watcher that
 * is called and does not get it, or is not the reader's any more or not yet, returns: what it did
 * not read is still there, so that the reader's is called, if need be again.
 */
final class Reading {
  private static final Duration TICK = Duration.ofMillis(2);

  // immutable
  private final Hub home;
  private final SocketChannel channel;
  private final Runnable read;
  private final Runnable rest;
  private final Runnable end;

  // any thread
  private final AtomicBoolean turn = new AtomicBoolean();
  private volatile @Nullable Watcher reader;
  private volatile @Nullable Watcher loan; // the timer, while it is lent

  // who has the turn
  private final Pace pace;
  private long reads;
  private long seen; // so many, by the timer

  /**
   * Makes one that has to {@link #begin}.
   *
   * @param pace tells when to lend it
   * @param read reads what there is, in a green thread of some hub; must not wait
   * @param rest is called afterwards; may wait, which has the reader read no more until then
   * @param end is called when home has ended, or the channel is closed
   */
  Reading(Hub home, SocketChannel channel, Pace pace, Runnable read, Runnable rest, Runnable end) {
    this.home = home;
    this.channel = channel;
    this.pace = pace;
    this.read = read;
    this.rest = rest;
    this.end = end;
  }

  /** Begins at home. */
  void begin() {
    moveTo(home);
  }

  // --- who has the turn ---

  /**
   * Has {@code hub} read.
   *
   * @throws IllegalStateException if that has ended; then nothing has changed
   */
  private void moveTo(Hub hub) {
    Watcher before = reader;
    Watcher next = hub.onReadable(channel, this::readable).busyPoll();
    reader = next;
    if (before != null) {
      before.close();
    }
    if (hub == home) {
      Link _ = next.whenReady(() -> endIf(reader == next));
    }
  }

  private void readable(Watcher called) {
    if (!turn.compareAndSet(false, true)) {
      return;
    }
    try {
      if (called != reader) {
        return;
      }
      reads++;
      pace.arrived(System.nanoTime());
      read.run();
      if (pace.slow()) {
        giveBack();
      }
    } finally {
      turn.set(false);
    }
    rest.run();
  }

  private void lendTo(Hub borrower) {
    seen = reads - 1; // a whole tick at least
    Watcher timer = home.onTimer(TICK, TICK, _ -> giveBackIfQuiet());
    loan = timer;
    Link _ = timer.whenReady(() -> endIf(loan == timer));
    try {
      moveTo(borrower);
      pace.lent();
    } catch (IllegalStateException e) {
      loan = null; // the borrower has ended
      timer.close();
    }
  }

  private void giveBack() {
    Watcher timer = loan;
    if (timer == null) {
      return;
    }
    try {
      moveTo(home);
      pace.returned();
      loan = null;
      timer.close();
    } catch (IllegalStateException e) {
      // home has ended, and the timer with it
    }
  }

  // --- any thread ---

  private void endIf(boolean unasked) {
    if (unasked) {
      end.run();
    }
  }

  /** Lends it to {@code hub}, where a greenlet waits for what may come, if that pays. */
  void lend(Hub hub) {
    if (hub == home || loan != null || !turn.compareAndSet(false, true)) {
      return;
    }
    try {
      if (loan == null && pace.pays()) {
        lendTo(hub);
      }
    } catch (IllegalStateException e) {
      // home has ended
    } finally {
      turn.set(false);
    }
  }

  private void giveBackIfQuiet() {
    if (!turn.compareAndSet(false, true)) {
      return;
    }
    try {
      if (reads == seen) {
        giveBack();
      }
      seen = reads;
    } finally {
      turn.set(false);
    }
  }
}
