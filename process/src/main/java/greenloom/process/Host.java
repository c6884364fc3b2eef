package greenloom.process;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.withTimeout;

import greenloom.hub.Body;
import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.sync.AsyncResult;
import greenloom.sync.QueueShutDownException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The door of this process, made at first need: here its children and their kin connect, and here
 * are its shared objects. It has a hub of its own, so that nobody waits for what this process
 * computes.
 *
 * <p>A connection that comes has some seconds to prove that it belongs to the {@link Family}; until
 * then no more is read from it than that takes. It is then either a worker that was started here,
 * and handed to whoever waits for that, or somebody who wants to use the objects.
 */
final class Host {
  /** The number of one that is no worker. */
  static final long VISITOR = 0;

  /** The limit of frames between visitors and hosts. */
  static final int FRAME_LIMIT = 64 * 1024 * 1024;

  /** The number of the object that makes others. */
  static final long REGISTRY = 0;

  /** The number of the lock of the console. */
  static final long CONSOLE = 1;

  private static final long FIRST_FREE = 16;
  private static final Duration TO_PROVE = Duration.ofSeconds(10);

  private static volatile Family family = new Family();
  private static volatile @Nullable Address root;

  private static volatile @Nullable Host here;

  private final Hub hub = Hub.setup("processes").daemon().start();
  private final ServerSocketChannel door;
  private final Address address;
  private final Map<Long, Served> objects = new ConcurrentHashMap<>();
  private final Map<Long, AsyncResult<SocketChannel>> expected = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong(FIRST_FREE);

  private Host() {
    try {
      door = Address.listen();
      address = Address.of(door);
    } catch (IOException e) {
      throw new UncheckedIOException("no way for other processes to connect: " + e, e);
    }
    objects.put(REGISTRY, new Registry(this));
    objects.put(CONSOLE, new ServedLock());
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(address::delete));
  }

  /** Returns that of this process. */
  static Host here() {
    Host made = here;
    return made != null ? made : make();
  }

  private static synchronized Host make() {
    Host made = here;
    if (made == null) {
      made = new Host();
      made.hub.spawn("process-door", made::admitAll);
      here = made;
    }
    return made;
  }

  /** Returns whether this process is at {@code address}. */
  static boolean isAt(Address address) {
    Host made = here;
    return made != null && made.address.equals(address);
  }

  /** Tells a child of which family it is, before it first looks at anything here. */
  static void bornInto(Family parents, Address root) {
    Host.family = parents;
    Host.root = root;
  }

  static Family family() {
    return family;
  }

  /** Returns the address of the first of the family. */
  static Address root() {
    Address known = root;
    return known != null ? known : here().address;
  }

  /**
   * Returns the hub for what goes on behind the caller's words: its own if it is a greenlet's, else
   * that of the door, since the hub of a bare platform thread runs only while that waits.
   */
  static Hub hubOfCaller() {
    return Thread.currentThread().isVirtual() ? Hub.current() : here().hub;
  }

  Address address() {
    return address;
  }

  // --- objects ---

  /** Returns a number that nothing here has had before. */
  long newNumber() {
    return numbers.incrementAndGet();
  }

  /** Keeps {@code object} until it is dropped. */
  Place add(Served object) {
    long number = newNumber();
    object.onUseless(() -> drop(number));
    objects.put(number, object);
    return new Place(address, number);
  }

  /** Returns whether it has the object. */
  boolean has(Place place) {
    return place.host().equals(address) && objects.containsKey(place.number());
  }

  void drop(long number) {
    Served object = number < FIRST_FREE ? null : objects.remove(number);
    if (object != null) {
      object.drop();
    }
  }

  /** Deals with a request of anybody. */
  void serve(long number, Request r) {
    Served object = objects.get(number);
    if (object == null) {
      r.fail(new QueueShutDownException("the shared object is not there any more: it was closed"));
    } else {
      object.serve(r);
    }
  }

  /** A greenlet of {@code hub} waits for an answer of the object. */
  void awaited(long number, Hub hub) {
    Served object = objects.get(number);
    if (object != null) {
      object.awaitedBy(hub);
    }
  }

  void cancel(long number, Request r) {
    Served object = objects.get(number);
    if (object != null) {
      object.cancel(r);
    }
  }

  // --- the door ---

  /** Tells {@code channel} of the connection that brings {@code number}. */
  void expect(long number, AsyncResult<SocketChannel> channel) {
    expected.put(number, channel);
  }

  void expectNoMore(long number) {
    expected.remove(number);
  }

  private void admitAll() {
    while (true) {
      try {
        SocketChannel channel = door.accept();
        hub.spawn("process-visitor", () -> admit(channel));
      } catch (IOException e) {
        log().log(Level.WARNING, "a process could not connect: " + e);
        sleep(Duration.ofMillis(100)); // out of descriptors, perhaps
      }
    }
  }

  private void admit(SocketChannel channel) {
    try {
      Body<Long, IOException> proof = () -> family.admit(channel);
      long number = withTimeout(TO_PROVE, proof);
      AsyncResult<SocketChannel> waiting = expected.remove(number);
      if (number == VISITOR) {
        Connection _ = Connection.begin(hub, channel, FRAME_LIMIT, true, new Visitor(this));
      } else if (waiting == null || !waiting.set(channel)) {
        channel.close();
      }
    } catch (IOException | TimeoutExpired e) {
      log().log(Level.WARNING, "a connection to this process was refused: " + e.getMessage());
      close(channel);
    } catch (Throwable e) {
      close(channel);
      throw e;
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // it is useless in any case
    }
  }

  private static System.Logger log() {
    return System.getLogger("greenloom");
  }

  /** Somebody in another process who uses the objects here. */
  private static final class Visitor extends Party implements Connection.Receiver {
    private final Host host;
    private final Map<Long, Asked> asked = new ConcurrentHashMap<>();
    private volatile @Nullable Connection way; // known when it is first used

    Visitor(Host host) {
      this.host = host;
    }

    @Override
    public void request(Connection from, Frame f) {
      way = from;
      Asked r = new Asked(this, from, f);
      if (f.id() != 0) {
        asked.put(f.id(), r);
      }
      host.serve(f.object(), r);
      if (from.closed()) {
        gone(); // it was told too early
      }
    }

    @Override
    void lend(Hub hub) {
      Connection from = way;
      if (from != null) {
        from.lend(hub);
      }
    }

    @Override
    public void cancel(Connection from, long id) {
      Asked r = asked.get(id);
      if (r != null) {
        host.cancel(r.object, r);
      }
    }

    @Override
    public void closed(Connection from) {
      gone();
    }
  }

  /** A request that came through a connection. */
  private static final class Asked extends Request {
    private final Visitor visitor;
    private final Connection from;
    private final long id;
    private final long object;

    Asked(Visitor visitor, Connection from, Frame f) {
      super(visitor, f.op(), f.values());
      this.visitor = visitor;
      this.from = from;
      this.id = f.id();
      this.object = f.object();
    }

    @Override
    boolean answer(Blob... answer) {
      visitor.asked.remove(id);
      return from.answer(id, answer);
    }

    @Override
    void fail(Throwable e) {
      visitor.asked.remove(id);
      boolean _ = from.fail(id, e);
    }
  }
}
