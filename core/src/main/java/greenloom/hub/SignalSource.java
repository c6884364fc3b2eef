package greenloom.hub;

import greenloom.jdk.Signals;
import org.jspecify.annotations.Nullable;

/** The arrivals of a signal of the operating system; each counts. */
final class SignalSource implements EventSource {
  private final String name;
  private volatile @Nullable Runnable giveBack;

  SignalSource(String name) {
    this.name = name;
  }

  @Override
  public void begin(Watcher watcher) {
    giveBack = Signals.listen(name, watcher::fire);
    if (giveBack == null) {
      throw new IllegalArgumentException("signal " + name + " cannot be watched");
    }
  }

  @Override
  public void end(Runnable then) {
    Runnable taken = giveBack;
    if (taken != null) {
      taken.run();
    }
    then.run();
  }

  @Override
  public boolean outside() {
    return true;
  }

  @Override
  public String kind() {
    return "signal";
  }

  @Override
  public String toString() {
    return "signal " + name;
  }
}
