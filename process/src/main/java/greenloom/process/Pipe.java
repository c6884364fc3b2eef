package greenloom.process;

import java.io.Serializable;

/**
 * A pipe between two processes, both ways. It is kept by the process that opens it; a task takes
 * one end along.
 *
 * <pre>{@code
 * Pipe<String> pipe = Pipe.open();
 * PipeEnd<String> there = pipe.second();
 * Worker<Void> worker = Worker.start(() -> there.send("hello from " + there.receive()));
 * pipe.first().send("home");
 * }</pre>
 *
 * @param first one end
 * @param second the other
 * @param <T> the type of what is sent
 */
public record Pipe<T>(PipeEnd<T> first, PipeEnd<T> second) implements Serializable {
  /** Opens a pipe. About one megabyte each way can be on its way; then who sends waits. */
  public static <T> Pipe<T> open() {
    Place there = Host.here().add(new ServedQueue(PlacedPipeEnd.BYTES, true));
    Place back = Host.here().add(new ServedQueue(PlacedPipeEnd.BYTES, true));
    return new Pipe<>(new PlacedPipeEnd<>(back, there), new PlacedPipeEnd<>(there, back));
  }
}
