package greenloom.benchmarks.process;

import static greenloom.benchmarks.process.Rate.tell;

import greenloom.Greenloom;
import greenloom.Group;
import greenloom.process.Manager;
import greenloom.process.Pipe;
import greenloom.process.PipeEnd;
import greenloom.process.ProcessPool;
import greenloom.process.ProcessQueue;
import greenloom.process.SharedMap;
import greenloom.process.Worker;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures it once, all from one greenlet unless it says otherwise, and prints a line for each: a
 * name, and how many a second; of bytes how many millions, of a start how many milliseconds. The
 * names are those of {@code rivals/python/processes.py}.
 */
public final class ProcessCosts {
  private static final int BIG = 65_536;
  private static final int NUMBERS = 200_000;

  private final Rate rate;

  private ProcessCosts(Rate rate) {
    this.rate = rate;
  }

  /** Runs it: seconds to warm up, and seconds that count. */
  static void main(String... args) throws Exception {
    ProcessCosts costs = new ProcessCosts(new Rate(args));
    costs.computing();
    Greenloom.run(costs::measure);
  }

  private void measure() throws Exception {
    pool();
    computing(1);
    computing(2);
    queue();
    pipe();
    bytes();
    manager();
    tell("start", 1000 / rate.perSecond(ProcessCosts::start));
  }

  private void pool() throws Exception {
    ProcessPool pool = new ProcessPool(1);
    int one = 1;
    tell("apply", rate.perSecond(() -> pool.apply(() -> one + 1) - 1));
    List<Integer> many = IntStream.range(0, 1000).boxed().toList();
    tell("map", rate.perSecond(() -> pool.mapAsync((Integer n) -> n + 1, many, 1).get().size()));
    pool.terminate();
  }

  /** Without a pool, and without a hub, which would complain. */
  private void computing() throws Exception {
    tell("compute-0", rate.perSecond(() -> primes(NUMBERS) > 0 ? 1 : 0));
  }

  private void computing(int size) throws Exception {
    ProcessPool pool = new ProcessPool(size);
    List<Integer> tiny = Collections.nCopies(1000, 10);
    rate.warmUp( // with more tasks than there is time for of those that compute
        () -> pool.mapAsync((Integer below) -> primes(below), tiny, 1).get().size());
    List<Integer> parts = Collections.nCopies(8, NUMBERS);
    double each =
        rate.perSecond(
            () -> pool.mapAsync((Integer below) -> primes(below), parts, 1).get().size());
    tell("compute-" + size, each);
    pool.terminate();
  }

  private static int primes(int below) {
    int found = 0;
    for (int n = 2; n < below; n++) {
      int d = 2;
      while (d * d <= n && n % d != 0) {
        d++;
      }
      found += d * d > n ? 1 : 0;
    }
    return found;
  }

  private void queue() throws Exception {
    ProcessQueue<Integer> there = ProcessQueue.unbounded();
    ProcessQueue<Integer> back = ProcessQueue.unbounded();
    Worker<Void> worker =
        Worker.start(() -> {
          for (int item : there) {
            back.put(item);
          }
        });
    tell(
        "queue",
        rate.perSecond(() -> {
          there.put(1);
          return back.take();
        }));
    there.shutdown();
    worker.join();
  }

  private void pipe() throws Exception {
    Pipe<Integer> pipe = Pipe.open();
    PipeEnd<Integer> here = pipe.first();
    PipeEnd<Integer> end = pipe.second();
    Worker<Void> worker =
        Worker.start(() -> {
          for (int item : end) {
            end.send(item);
          }
        });
    tell(
        "pipe",
        rate.perSecond(() -> {
          here.send(1);
          return here.receive();
        }));
    here.close();
    worker.join();
  }

  private void bytes() throws Exception {
    Pipe<byte[]> pipe = Pipe.open();
    PipeEnd<byte[]> here = pipe.first();
    PipeEnd<byte[]> end = pipe.second();
    Worker<Void> worker =
        Worker.start(() -> {
          for (byte[] some : end) {
            if (some.length == 1) {
              end.send(some);
            }
          }
        });
    byte[] big = new byte[BIG];
    tell(
        "bytes",
        rate.perSecond(() -> {
          for (int i = 0; i < 500; i++) {
            here.send(big);
          }
          here.send(new byte[1]);
          here.receive();
          return 500 * BIG / 1e6;
        }));
    here.close();
    worker.join();
  }

  private void manager() throws Exception {
    try (Manager manager = Manager.start()) {
      SharedMap<String, Integer> shared = manager.dict();
      shared.put("a", 1);
      tell("manager", rate.perSecond(() -> shared.getOrDefault("a", 0)));
      tell("manager-20", rate.perSecond(() -> twenty(shared)));
    }
  }

  private static int twenty(SharedMap<String, Integer> shared) {
    Group group = new Group();
    for (int g = 0; g < 20; g++) {
      group.spawn(() -> {
        for (int i = 0; i < 50; i++) {
          shared.getOrDefault("a", 0);
        }
      });
    }
    group.join();
    return 1000;
  }

  private static double start() {
    Worker<Integer> worker = Worker.start(() -> 1);
    worker.join();
    return 1;
  }
}
