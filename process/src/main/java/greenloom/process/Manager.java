package greenloom.process;

import static greenloom.Greenloom.spawnOn;

import greenloom.Greenlet;
import greenloom.process.Registry.Kind;
import greenloom.sync.AsyncResult;
import greenloom.sync.Event;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link SharedObjects} of the processes of this machine, kept by one of them: by one of its own,
 * which ends when the manager is closed and with this process, or by this process itself.
 *
 * <pre>{@code
 * try (Manager manager = Manager.start()) {
 *   SharedMap<Long, Long> parents = manager.dict();
 *   Worker<Void> worker = Worker.start(() -> parents.put(1L, 2L));
 *   worker.join();
 * }
 * }</pre>
 *
 * <p>The objects are kept as bytes: their process makes no object of them and needs no class. If it
 * dies, whoever uses them gets {@link ConnectionLostException}. Tasks may capture the manager, too.
 */
public final class Manager implements SharedObjects, Serializable, AutoCloseable {
  private final Address host;

  /** Tells the greenlet that looks after its process to end it; null where there is none. */
  private final transient @Nullable Event over;

  private final transient @Nullable Greenlet<Void> keeper;

  private Manager(Address host, @Nullable Event over, @Nullable Greenlet<Void> keeper) {
    this.host = host;
    this.over = over;
    this.keeper = keeper;
  }

  /** Starts one with a process of its own. Waits until that is ready. */
  public static Manager start() {
    return start(Worker.setup());
  }

  static Manager start(WorkerSetup setup) {
    AsyncResult<Address> address = AsyncResult.fromOutside();
    Event over = new Event();
    Greenlet<Void> keeper = spawnOn(Host.hubOfCaller(), () -> keep(setup, address, over));
    return new Manager(address.get(), over, keeper);
  }

  /** Returns one whose objects this process keeps. Closing it does nothing; they end with it. */
  public static Manager local() {
    return new Manager(Host.here().address(), null, null);
  }

  /** What its process does first. */
  private record Open() implements Task<Address> {
    @Override
    public Address call() {
      return Host.here().address();
    }
  }

  private static void keep(WorkerSetup setup, AsyncResult<Address> address, Event over) {
    try (WorkerProcess process = WorkerProcess.start(setup)) {
      Connection connection = process.connect();
      AsyncResult<Blob[]> opened = connection.call(0, Op.RUN, Blob.of(new Open())).answer();
      opened.await();
      TaskResult.settle(address, opened, setup.accepted);
      over.await();
      process.end(connection, 0);
    } catch (RuntimeException e) {
      address.setException(e);
    }
  }

  /** Ends its process, and the objects with it. Waits for that. */
  @Override
  public void close() {
    if (over != null && keeper != null) {
      over.set();
      keeper.join();
    }
  }

  @SuppressWarnings("EnumOrdinal") // both sides are of one version
  Place make(Kind kind, String name, Object argument) {
    Place registry = new Place(host, Host.REGISTRY);
    Blob[] answer =
        registry.ask(Op.MAKE, Blob.of(kind.ordinal()), Blob.of(name), Blob.of(argument));
    Object number = answer[0].value(Accepted.here());
    return new Place(host, Objects.requireNonNull((Long) number));
  }

  @Override
  public <K, V> SharedMap<K, V> dict(String name) {
    return new ManagedMap<>(make(Kind.MAP, name, 0));
  }

  @Override
  public <E> SharedList<E> list(String name) {
    return new ManagedList<>(make(Kind.LIST, name, 0));
  }

  @Override
  public <T> SharedQueue<T> queue(String name, int capacity) {
    return new ProcessQueue<>(make(Kind.QUEUE, name, ProcessQueue.checked(capacity)));
  }

  @Override
  public <T> SharedValue<T> value(String name, T initial) {
    Objects.requireNonNull(initial, "a shared value is never null");
    return new ManagedValue<>(make(Kind.VALUE, name, initial));
  }

  @Override
  public SharedLock lock(String name) {
    return new ProcessLock(make(Kind.LOCK, name, 0));
  }

  @Override
  public SharedEvent event(String name) {
    return new ManagedEvent(make(Kind.EVENT, name, 0));
  }

  @Override
  public SharedSemaphore semaphore(String name, int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("a semaphore cannot have " + permits + " permits");
    }
    return new ManagedSemaphore(make(Kind.SEMAPHORE, name, permits));
  }

  @Override
  public String toString() {
    return "Manager[" + host.text() + "]";
  }
}
