package greenloom.hub;

import java.util.List;

/** Draws green threads that wait in a circle, with plain letters, for logs and consoles. */
final class CyclePicture {
  private CyclePicture() {}

  static DeadlockCycle of(List<WaitGraph.Edge> circle) {
    StringBuilder text = new StringBuilder();
    boolean first = true;
    for (WaitGraph.Edge e : circle) {
      GreenThread t = e.from();
      text.append(first ? "  +-> " : "  |     v\n  |   ").append(name(t)).append('\n');
      text.append("  |     | ").append(e.what()).append(Standing.age(t)).append('\n');
      StackTraceElement at = Standing.userFrame(t.thread());
      if (at != null) {
        text.append("  |     |   at ").append(at).append('\n');
      }
      String birth = Standing.birth(t);
      if (birth != null) {
        text.append("  |     |   ").append(birth).append('\n');
      }
      first = false;
    }
    text.append("  +-----+\n");
    return new DeadlockCycle(circle.stream().map(WaitGraph.Edge::from).toList(), text.toString());
  }

  private static String name(GreenThread t) {
    return t.green() ? t.name() : "thread " + t.name();
  }
}
