package greenloom.coroutine;

/** What the child processes of the tests run. */
final class ChildProgram {
  private ChildProgram() {}

  public static void main(String[] args) throws Exception {
    int[] closed = {0};
    abandon(closed);
    for (int i = 0; i < 2_000 && closed[0] == 0; i++) {
      System.gc();
      Coroutine.current();
    }
    System.out.println("closed " + closed[0]);
  }

  private static void abandon(int[] closed) {
    Generator<Integer> g =
        Generator.of(out -> {
          try {
            out.yield(1);
          } finally {
            closed[0]++;
          }
        });
    System.out.println("got " + g.next());
  }
}
