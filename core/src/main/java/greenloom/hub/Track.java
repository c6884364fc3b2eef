package greenloom.hub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The changes of state of one green thread in a recording. Under the recording's guard. */
final class Track {
  private final long id;
  private final @Nullable String spawner;
  private final long spawnerId;
  private final String site;
  private @Nullable GreenThread thread; // until it ends, for its name may change
  private String name;
  private long[] times = new long[4];
  private Recording.State[] states = new Recording.State[4];
  private int[] labels = new int[4];
  private int size;
  private long end = -1;

  Track(GreenThread thread) {
    this.thread = thread;
    this.name = thread.name();
    this.id = thread.thread().threadId();
    this.spawner = thread.spawner();
    this.spawnerId = thread.spawnerId();
    this.site = thread.site();
  }

  Track(String name) {
    this.name = name;
    this.id = 0;
    this.spawner = null;
    this.spawnerId = 0;
    this.site = "";
  }

  void change(Recording.State state, int label, long at) {
    if (size > 0 && states[size - 1] == state && labels[size - 1] == label) {
      return;
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      states = Arrays.copyOf(states, 2 * size);
      labels = Arrays.copyOf(labels, 2 * size);
    }
    times[size] = at;
    states[size] = state;
    labels[size] = label;
    size++;
  }

  void end(long at) {
    end = at;
    name = name();
    thread = null;
  }

  private String name() {
    GreenThread t = thread;
    return t == null ? name : t.name();
  }

  Recording.Life life(List<String> texts, long until) {
    List<Recording.Span> spans = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      long last = i + 1 < size ? times[i + 1] : end >= 0 ? end : until;
      String what = texts.get(labels[i]);
      spans.add(new Recording.Span(states[i], what, times[i], Math.max(times[i], last)));
    }
    return new Recording.Life(id, name(), spawner, spawnerId, site, end >= 0, spans);
  }
}
