package greenloom.process;

import java.util.ArrayList;
import java.util.List;

/** The elements of a shared list. */
final class ServedList extends Served {
  private final List<Blob> elements = new ArrayList<>(); // under the guard

  @Override
  void handle(Request r) {
    switch (r.op()) {
      case GET -> answer(r, elements.get((int) r.number(0)));
      case SET -> answer(r, elements.set((int) r.number(0), r.value(1).compact()));
      case ADD -> {
        elements.add(r.value(0).compact());
        answer(r);
      }
      case ADD_AT -> {
        elements.add((int) r.number(0), r.value(1).compact());
        answer(r);
      }
      case REMOVE -> answer(r, elements.remove((int) r.number(0)));
      case SIZE -> answer(r, Blob.of(elements.size()));
      case CLEAR -> {
        elements.clear();
        answer(r);
      }
      case ALL -> answer(r, elements.toArray(new Blob[0]));
      default -> throw senseless(r);
    }
  }
}
