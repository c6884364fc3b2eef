package greenloom.programs;

import static greenloom.Greenloom.run;
import static greenloom.Greenloom.spawn;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.net.StandardInput;

/** Asks, and lets others work until an answer comes; the first who asked is killed meanwhile. */
public final class ReadsConsole {
  private ReadsConsole() {}

  /** The program. */
  public static void main(String[] args) {
    StandardInput.install();
    run(() -> {
      Greenlet<String> first = spawn(() -> IO.readln());
      Greenlet<String> second = spawn(() -> IO.readln());
      Hub.current().awaitAllBlocked();
      first.kill();
      IO.println("ready");
      IO.println("got " + second.get());
      IO.println("then " + IO.readln());
    });
  }
}
