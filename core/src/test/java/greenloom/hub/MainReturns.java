package greenloom.hub;

import java.time.Duration;

/** A program whose main method ends too early. Run by {@link MainReturnsIT}. */
final class MainReturns {
  private MainReturns() {}

  public static void main(String[] args) {
    Hub.current().spawn("forgotten", () -> Hub.sleep(Duration.ofDays(1)));
    Hub.yieldNow();
    System.out.println("main ends");
  }
}
