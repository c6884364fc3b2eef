package greenloom.hub;

import java.lang.System.Logger.Level;
import java.util.function.BiConsumer;

/** Where the failures of one hub go that nobody waits for: to a handler, or to the log. */
final class Failures {
  private final Hub hub;
  private volatile BiConsumer<String, Throwable> handler =
      (what, e) -> Log.LOG.log(Level.ERROR, what + " failed", e);

  /** Made on first use: a logger is not needed to run. */
  private static final class Log {
    static final System.Logger LOG = System.getLogger("greenloom");
  }

  Failures(Hub hub) {
    this.hub = hub;
  }

  void handler(BiConsumer<String, Throwable> instead) {
    handler = instead;
  }

  void report(String what, Throwable e) {
    if (hub.loop().raw()) {
      hub.spawn(null, () -> report(what, e)); // the bare hub takes no lock, not even a logger's
      return;
    }
    try {
      handler.accept(what, e);
    } catch (Throwable inHandler) {
      Log.LOG.log(Level.ERROR, "the failure handler of hub " + hub.name() + " failed", inHandler);
    }
  }
}
