package greenloom.jdk;

import java.util.concurrent.locks.LockSupport;

/** What the child processes of the tests run. */
final class ChildProgram {
  private ChildProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "features" -> {
        Jdk.preparePollers();
        System.out.println(Jdk.features());
      }
      case "socketFirst" -> {
        new java.net.ServerSocket(0).close();
        Jdk.preparePollers();
        System.out.println(Jdk.features().poller());
      }
      case "channelFirst" -> {
        java.nio.channels.SocketChannel.open().close();
        Jdk.preparePollers();
        System.out.println(Jdk.features().poller());
      }
      case "monitors" -> monitors();
      case "rootMonitor" -> rootMonitor();
      case "green" -> green();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void rootMonitor() {
    Object monitor = new Object();
    Carrier.atRoot(() -> System.out.println("without: ran"));
    synchronized (monitor) {
      try {
        Carrier.atRoot(() -> System.out.println("not noticed"));
      } catch (IllegalMonitorStateException e) {
        System.out.println("noticed: " + e.getMessage());
      }
    }
  }

  private static void monitors() throws Exception {
    RawContinuation[] c = new RawContinuation[1];
    Object monitor = new Object();
    c[0] =
        new RawContinuation(() -> {
          c[0].suspend(); // fine
          synchronized (monitor) {
            try {
              c[0].suspend();
              System.out.println("not noticed");
            } catch (IllegalMonitorStateException e) {
              System.out.println("noticed: " + e.getMessage());
            }
          }
          c[0].suspend();
        });
    synchronized (monitor) {
      c[0].resume(); // the resumer may hold what it likes
    }
    c[0].resume();
    c[0].resume();
    System.out.println("done " + c[0].done());
  }

  /** Green threads and coroutines in them, whatever hooks there are. */
  private static void green() throws Exception {
    MiniHub hub = new MiniHub();
    Object monitor = new Object();
    boolean[] told = {false};
    CountingTask task = new CountingTask();
    Thread t =
        hub.spawn(
            task,
            () -> {
              RawContinuation c =
                  new RawContinuation(() -> {
                    LockSupport.park();
                    synchronized (monitor) {
                      while (!told[0]) {
                        try {
                          monitor.wait();
                        } catch (InterruptedException e) {
                          throw new IllegalStateException(e);
                        }
                      }
                    }
                  });
              c.resume();
              return null;
            });
    hub.runReady();
    LockSupport.unpark(t);
    hub.runReady();
    hub.spawn(
        new CountingTask(),
        () -> {
          synchronized (monitor) {
            told[0] = true;
            monitor.notifyAll();
          }
          return null;
        });
    hub.runAll();
    boolean known = GreenThreads.taskOf(t) == task || task.ended();
    System.out.println("ended, known " + known + ", hooks called " + (task.continued > 0));
  }
}
