package greenloom.coroutine;

import java.util.ArrayList;
import java.util.List;

/** Notes down, in order, what happened in a test. */
final class Trail {
  private final List<Object> steps = new ArrayList<>();

  void add(Object step) {
    steps.add(step);
  }

  List<Object> steps() {
    return steps;
  }
}
