package greenloom.hub;

import greenloom.jdk.GreenTask;

/** A task without a green thread, for the parts of the loop that only pass tasks on. */
final class Task extends GreenTask {
  final int number;

  Task(int number) {
    super(Thread.currentThread(), () -> {});
    this.number = number;
  }
}
