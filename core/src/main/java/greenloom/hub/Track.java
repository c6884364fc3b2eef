package greenloom.hub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The changes of state of one green thread in a recording. Under the recording's guard. */
final class Track {
  private static final int STATE_BITS = 2;
  private static final Recording.State[] STATES = Recording.State.values();

  private final long id;
  private final @Nullable String spawner;
  private final long spawnerId;
  private final String site;
  private @Nullable GreenThread thread; // until it ends, for its name may change
  private String name;
  private long[] times = new long[4];
  private int[] whats = new int[4]; // a label and a state each
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
    int what = label << STATE_BITS | state.ordinal();
    if (size > 0 && whats[size - 1] == what) {
      return;
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      whats = Arrays.copyOf(whats, 2 * size);
    }
    times[size] = at;
    whats[size] = what;
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

  Recording.Life life(List<String> labels, long until) {
    List<Recording.Span> spans = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      long last = i + 1 < size ? times[i + 1] : end >= 0 ? end : until;
      Recording.State state = STATES[whats[i] & ((1 << STATE_BITS) - 1)];
      String what = labels.get(whats[i] >>> STATE_BITS);
      spans.add(new Recording.Span(state, what, times[i], Math.max(times[i], last)));
    }
    return new Recording.Life(id, name(), spawner, spawnerId, site, end >= 0, spans);
  }
}
