package greenloom.hub;

import java.time.Duration;

/**
 * A scope that its body must leave in time.
 *
 * <p>When the time is up, a signal of this very scope is sent to the thread. It unwinds whatever
 * stands in the way, and only its own scope, which knows it by identity, turns it into {@link
 * TimeoutExpired}; so scopes nest without taking each other's signals. It comes out of waits only:
 * a body that computes is not interrupted, and one that swallows the signal and returns has its
 * value count.
 */
public final class TimeLimit {
  private TimeLimit() {}

  /**
   * The signal; an error, so that no {@code catch (Exception)} stops it. Most are never thrown, so
   * it has neither text nor trace before; its trace is then that of the wait it came out of.
   */
  static final class TimeUp extends Error {
    private static final long serialVersionUID = 1;

    private final Duration limit;
    private boolean thrown;

    TimeUp(Duration limit) {
      this.limit = limit;
    }

    /** Takes the caller's stack for its trace, once. */
    void standHere() {
      if (!thrown) {
        thrown = true;
        fillInStackTrace();
      }
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return thrown ? super.fillInStackTrace() : this; // first called by the constructor
    }

    @Override
    public String getMessage() {
      return "the limit of " + limit.toMillis() + " ms has passed";
    }
  }

  /**
   * Runs {@code body} on the calling thread and gives it {@code limit}.
   *
   * @throws TimeoutExpired when the time was up before the body had ended
   */
  public static <T, X extends Exception> T call(Duration limit, Body<T, X> body) throws X {
    return call(limit, body, new TimeoutExpired[1]);
  }

  /** The same; {@code mine[0]} is set to the exception that this very scope throws. */
  public static <T, X extends Exception> T call(
      Duration limit, Body<T, X> body, TimeoutExpired[] mine) throws X {
    GreenThread me = GreenThread.current();
    TimeUp up = new TimeUp(limit);
    Signal signal = me.signal(up);
    Timer timer = me.hub().arm(Waiter.nanos(limit), signal::send);
    try {
      return body.run();
    } catch (Throwable e) {
      if (e == up || me.signals().behind(e, up)) {
        mine[0] = new TimeoutExpired(limit, e);
        throw mine[0];
      }
      throw e;
    } finally {
      me.hub().disarm(timer);
      signal.withdraw(); // another thread's clock may be about to send it
    }
  }
}
