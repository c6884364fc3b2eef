package greenloom.app;

/** The program's entry. */
public final class Main {
  private Main() {}

  /**
   * Runs the program.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    System.err.println("greenloom: nothing to run yet");
    System.exit(2);
  }
}
