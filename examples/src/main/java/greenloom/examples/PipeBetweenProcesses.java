package greenloom.examples;

import greenloom.process.Pipe;
import greenloom.process.PipeEnd;
import greenloom.process.Worker;

/** This process and a worker talk through a pipe, each at one end. */
final class PipeBetweenProcesses {
  static void main() {
    Pipe<String> pipe = Pipe.open();
    PipeEnd<String> here = pipe.first();
    PipeEnd<String> there = pipe.second();
    Worker<Void> worker =
        Worker.start(() -> {
          there.send("the egg is ready");
          IO.println("the worker has heard: " + there.receive());
        });
    IO.println("the parent has heard: " + here.receive());
    here.send("thank you");
    worker.join();
  }
}
