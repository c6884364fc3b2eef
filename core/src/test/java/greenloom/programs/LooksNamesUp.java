package greenloom.programs;

import greenloom.Greenloom;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks a name up that does not exist: as a virtual thread of the JDK, or as a greenlet. */
public final class LooksNamesUp {
  private LooksNamesUp() {}

  /** The program; its argument says as what. */
  public static void main(String[] args) throws InterruptedException {
    if (args[0].equals("jdk")) {
      Thread.ofVirtual().start(LooksNamesUp::lookUp).join();
    } else {
      Greenloom.run(() -> lookUp());
      long natives =
          Thread.getAllStackTraces().keySet().stream()
              .filter(t -> t.getName().contains("-native-"))
              .count();
      System.out.println(", native threads: " + natives);
    }
  }

  private static void lookUp() {
    try {
      System.out.print(InetAddress.getByName("no-such-host.invalid"));
    } catch (UnknownHostException e) {
      System.out.print("unknown");
    }
  }
}
