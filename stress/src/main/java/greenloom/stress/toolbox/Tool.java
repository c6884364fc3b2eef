package greenloom.stress.toolbox;

import java.util.List;

/** One thing that many players use, and what has to hold for it. */
interface Tool {
  /**
   * Does one thing with it, and returns a word for how that came out. A kill may come out of any
   * wait of it; then the thing is as if nothing had been done, or all of it.
   */
  String play(Turn turn);

  /**
   * Says who waits though what he waits for is there; empty if nobody does. Asked when all who are
   * left wait for good.
   */
  List<String> forgotten();

  /** Lets go all who wait. */
  void close();

  /** Says what does not add up; empty if all does. Asked when nobody plays any more. */
  List<String> wrong();
}
