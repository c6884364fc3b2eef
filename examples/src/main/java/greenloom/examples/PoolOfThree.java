package greenloom.examples;

import greenloom.process.ProcessPool;
import greenloom.process.TaskResult;

/** Tasks for three processes: one after the other, then three at a time with calls back. */
final class PoolOfThree {
  static void main() {
    ProcessPool pool = new ProcessPool(3);
    for (int i = 0; i < 3; i++) {
      int n = i;
      IO.println("applied: " + pool.apply(() -> plusHundred(n)));
    }
    for (int i = 0; i < 10; i++) {
      int n = i;
      TaskResult<Integer> _ =
          pool.applyAsync(
              () -> plusHundred(n),
              value -> IO.println("called back in " + pid() + ": " + value),
              e -> IO.println("failed: " + e));
    }
    pool.close(); // no more to come
    pool.join();
    IO.println("joined in " + pid());
  }

  private static int plusHundred(int n) throws InterruptedException {
    Thread.sleep(100);
    IO.println("task " + n + " in " + pid());
    return n + 100;
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }
}
