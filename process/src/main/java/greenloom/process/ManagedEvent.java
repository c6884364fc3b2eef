package greenloom.process;

import java.io.Serializable;
import java.time.Duration;

/** A shared event as its users see it. */
record ManagedEvent(Place place) implements SharedEvent, Serializable {
  @Override
  public void set() {
    Blob[] _ = place.ask(Op.SET);
  }

  @Override
  public void clear() {
    Blob[] _ = place.ask(Op.CLEAR);
  }

  @Override
  public boolean isSet() {
    return place.ask(Op.GET)[0].equals(Blob.YES);
  }

  @Override
  public void await() {
    Blob[] _ = place.ask(Op.AWAIT);
  }

  @Override
  public boolean await(Duration limit) {
    return place.askOrUndo(limit, late -> {}, Op.AWAIT) != null;
  }
}
