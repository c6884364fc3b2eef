package greenloom.app;

import static greenloom.Greenloom.blocking;

import greenloom.hub.Hub;
import greenloom.hub.Recording;
import greenloom.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** A pass whose greenlets are recorded, and drawn into a file when it has ended. */
final class RecordedPass {
  private RecordedPass() {}

  /** Refuses a file that could not be written before any work is done. */
  static void check(Path file) {
    try {
      Timeline.isPage(file);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--timeline: " + e.getMessage());
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !folder.toFile().isDirectory()) {
      throw CommandFailure.usage("--timeline: " + folder + " is no folder; make it before");
    }
  }

  /** Returns {@code body}, recorded, also if it fails. */
  static <T> Callable<T> of(Callable<T> body, Path file, Session session) {
    return () -> {
      Recording recording = Hub.current().record();
      try {
        return body.call();
      } finally {
        recording.stop();
        write(recording, file, session);
      }
    };
  }

  private static void write(Recording recording, Path file, Session session) {
    try {
      blocking(() -> Timeline.write(recording, file));
      session.say("the timeline is in " + file);
    } catch (IOException e) {
      throw Folders.failure("cannot write the timeline " + file, e, "choose another file");
    }
  }
}
