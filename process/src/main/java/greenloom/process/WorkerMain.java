package greenloom.process;

import static greenloom.Greenloom.spawn;

import greenloom.Greenloom;
import greenloom.hub.Hub;
import greenloom.sync.AsyncResult;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;

/**
 * The main program of a worker: connects to its parent and does what that asks, each task in a
 * greenlet. It ends when it is told to, and at once when the parent is gone, whatever it does: a
 * thread of its own waits for the end of the standard input, which the operating system closes
 * however the parent dies.
 */
final class WorkerMain implements Connection.Receiver {
  private static final int ORPHAN = 1;

  private final Accepted accepted;
  private final AsyncResult<Integer> end = AsyncResult.fromOutside();

  private WorkerMain(Accepted accepted) {
    this.accepted = accepted;
  }

  static void main() throws Exception {
    InputStream parent = new FileInputStream(FileDescriptor.in);
    System.setIn(InputStream.nullInputStream());
    DataInputStream in = new DataInputStream(parent);
    Family family = Family.hear(in);
    long number = in.readLong();
    Address home = new Address(in.readUTF());
    Address root = new Address(in.readUTF());
    Accepted accepted = new Accepted(in.readUTF());
    int frameLimit = in.readInt();
    Thread.ofPlatform().name("process-parent").daemon().start(() -> endWith(parent, home));
    Host.bornInto(family, root);
    Accepted.install(accepted);
    WorkerMain main = new WorkerMain(accepted);
    Callable<Integer> work = () -> main.work(family, number, home, frameLimit);
    System.exit(Greenloom.call(work));
  }

  /** Does what the parent asks until that says with which code to end. */
  private int work(Family family, long number, Address home, int frameLimit) {
    try {
      SocketChannel channel = home.connect();
      family.join(channel, number);
      Connection _ = Connection.begin(Hub.current(), channel, frameLimit, false, this);
    } catch (IOException e) {
      System.err.println("greenloom: a worker cannot reach its parent: " + e.getMessage());
      return ORPHAN;
    }
    return end.get();
  }

  /** Waits for the end of the parent. */
  private static void endWith(InputStream parent, Address home) {
    try {
      while (parent.read() >= 0) {
        // it has said all that it had to say
      }
    } catch (IOException e) {
      // which is the same
    }
    home.delete(); // it may have had no time to
    Runtime.getRuntime().halt(ORPHAN);
  }

  @Override
  public void request(Connection from, Frame f) {
    switch (f.op()) {
      case RUN -> spawn(() -> run(from, f.id(), f.values()[0]));
      case END -> end.set(f.values()[0].value(accepted) instanceof Integer code ? code : ORPHAN);
      default -> from.fail(f.id(), new IllegalArgumentException("a worker cannot " + f.op()));
    }
  }

  private void run(Connection from, long id, Blob bytes) {
    try {
      Blob result =
          bytes.value(accepted) instanceof Task<?> task
              ? Blob.of(task.call())
              : Blob.of("it was no task");
      Peers.flush(); // the process may be told to end when it has answered
      from.answer(id, result);
    } catch (Throwable e) {
      Peers.flush();
      from.fail(id, e);
    }
  }

  @Override
  public void closed(Connection from) {
    end.set(ORPHAN);
  }
}
