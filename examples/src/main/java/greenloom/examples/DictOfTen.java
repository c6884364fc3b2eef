package greenloom.examples;

import greenloom.process.Manager;
import greenloom.process.ProcessLock;
import greenloom.process.SharedList;
import greenloom.process.SharedMap;
import greenloom.process.Worker;
import java.util.List;
import java.util.stream.IntStream;

/** Ten workers write down their numbers and their parent's in a dictionary and a list of all. */
final class DictOfTen {
  static void main() {
    try (Manager manager = Manager.start()) {
      SharedMap<Long, Long> parents = manager.dict();
      SharedList<Long> numbers = manager.listOf(List.of(0L, 1L, 2L));
      List<Worker<Void>> workers =
          IntStream.range(0, 10)
              .mapToObj(_ -> Worker.start(() -> write(parents, numbers)))
              .toList();
      workers.forEach(Worker::join);
    }
  }

  private static void write(SharedMap<Long, Long> parents, SharedList<Long> numbers) {
    ProcessHandle me = ProcessHandle.current();
    ProcessLock console = ProcessLock.console();
    console.lock(); // so that each has its two lines together
    try {
      parents.put(me.pid(), me.parent().orElseThrow().pid());
      numbers.add(me.pid());
      IO.println(numbers);
      IO.println(parents);
    } finally {
      console.unlock();
    }
  }
}
