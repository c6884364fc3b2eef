package greenloom.app.transfer;

import greenloom.sync.Event;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The wish to end early: nothing new is begun, what is in flight may finish. For any thread. */
public final class StopSignal {
  /** Who wants it. */
  public enum Reason {
    /** The user, with Ctrl-C. */
    INTERRUPT,
    /** Another program, with SIGTERM. */
    TERMINATE,
    /** Files can no longer be written. */
    LOCAL_IO
  }

  private final AtomicReference<@Nullable Reason> reason = new AtomicReference<>();
  private final Event event = new Event();

  /** Asks for the end. False if that was asked before. */
  public boolean request(Reason why) {
    boolean first = reason.compareAndSet(null, why);
    event.set();
    return first;
  }

  /** True from the first request on. */
  public boolean requested() {
    return reason.get() != null;
  }

  /** The first request's reason; null as long as there is none. */
  public @Nullable Reason reason() {
    return reason.get();
  }

  /** Waits until the end is asked for. */
  public void await() {
    event.await();
  }

  /** Waits so long, or until the end is asked for; true if it is. */
  public boolean await(Duration limit) {
    return event.await(limit);
  }
}
