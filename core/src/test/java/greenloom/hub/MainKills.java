package greenloom.hub;

/** A program that kills a greenlet and says who that was. Run by {@link GreenletExitIT}. */
final class MainKills {
  private MainKills() {}

  public static void main(String[] args) {
    GreenletExit kill = new GreenletExit();
    Hub.current()
        .spawn(
            "victim",
            () -> {
              try {
                new Waiter(GreenThread.current(), "nothing", "wait for", null, null).await();
              } catch (GreenletExit e) {
                for (StackTraceElement frame : e.getStackTrace()) {
                  System.out.println("killed by " + frame.getClassName());
                }
                System.out.println("ended");
              }
            })
        .deliver(kill);
    Hub.yieldNow();
    Hub.yieldNow();
  }
}
