package greenloom.examples;

import static greenloom.Greenloom.sleep;
import static java.time.Duration.ofMillis;

import greenloom.Pool;
import java.util.List;

/** Jobs of 400, 100 and 200 ms in a pool for two: as they come, and in the order of the jobs. */
final class TwoAtATime {
  static void main() {
    Pool pool = new Pool(2);
    List<Integer> jobs = List.of(400, 100, 200);
    for (String done : pool.imapUnordered(TwoAtATime::work, jobs)) {
      IO.println(done);
    }
    IO.println(pool.map(TwoAtATime::work, jobs));
  }

  private static String work(int millis) {
    sleep(ofMillis(millis));
    return millis + " ms";
  }
}
