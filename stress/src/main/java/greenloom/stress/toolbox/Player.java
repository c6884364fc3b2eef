package greenloom.stress.toolbox;

import greenloom.hub.GreenletExit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who does one thing after the other with tools that it picks. */
final class Player implements Runnable {
  private final String name;
  private final Turn turn;
  private final List<Tool> tools;
  private final Score score;
  private final AtomicInteger left;

  /** It plays {@code turns} turns in all, also if it is killed and begins again. */
  Player(String name, Turn turn, List<Tool> tools, Score score, int turns) {
    this.name = name;
    this.turn = turn;
    this.tools = tools;
    this.score = score;
    this.left = new AtomicInteger(turns);
  }

  boolean patient() {
    return turn.patient();
  }

  /** Returns whether it has turns left. */
  boolean wants() {
    return left.get() > 0;
  }

  /** Takes away the turns it has left; it does no more than what it has begun. */
  void stop() {
    left.set(0);
  }

  @Override
  public void run() {
    while (left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      Tool tool = tools.get(turn.pick(tools.size()));
      try {
        score.note(name, tool, tool.play(turn));
      } catch (GreenletExit e) {
        score.note(name, tool, "killed");
        throw e;
      } catch (Throwable e) {
        score.failed(name, tool, e);
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
