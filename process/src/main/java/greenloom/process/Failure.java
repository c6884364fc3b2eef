package greenloom.process;

import java.io.ObjectInputFilter;
import java.io.PrintWriter;
import java.io.StringWriter;

/** How a failure goes to another process: as it is if it can, and as text in case it cannot. */
final class Failure {
  /** So often one that is thrown again and again is told where. */
  private static final int MOST_PLACES = 8;

  private Failure() {}

  static Blob[] encode(Throwable e) {
    Blob standIn = Blob.of(TaskFailedException.of(e));
    try {
      return new Blob[] {Blob.of(e), standIn};
    } catch (RuntimeException | StackOverflowError notSerialisable) {
      return new Blob[] {standIn};
    }
  }

  /** Returns the first form of it that {@code filter} accepts and this process can read. */
  static Throwable decode(Blob[] forms, ObjectInputFilter filter) {
    for (Blob form : forms) {
      try {
        if (form.value(filter) instanceof Throwable e) {
          return e;
        }
      } catch (RuntimeException | LinkageError e) {
        // the next form, which is ours, says the same in text
      }
    }
    return new IllegalStateException("a failure of another process that cannot be read here");
  }

  /** Adds the place of the caller to a failure whose stack is that of another process. */
  static void pickedUpHere(Throwable e) {
    if (e.getSuppressed().length < MOST_PLACES) {
      e.addSuppressed(new PickedUpHere());
    }
  }

  /** Returns its stack as text. */
  static String stackOf(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** The place where a failure of another process was picked up; stands among its suppressed. */
  static final class PickedUpHere extends RuntimeException {
    PickedUpHere() {
      super("it came from another process and was picked up here");
    }
  }
}
