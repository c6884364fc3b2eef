package greenloom.process;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of a shared map, in the order in which their keys came. */
final class ServedMap extends Served {
  private final Map<Blob, Blob> entries = new LinkedHashMap<>(); // under the guard

  @Override
  void handle(Request r) {
    switch (r.op()) {
      case GET -> answer(r, orNothing(entries.get(r.value(0))));
      case SET -> {
        Blob value = r.value(1).compact();
        answer(r, orNothing(entries.put(r.value(0).compact(), value)));
      }
      case SET_IF_ABSENT -> {
        Blob value = r.value(1).compact();
        answer(r, orNothing(entries.putIfAbsent(r.value(0).compact(), value)));
      }
      case REPLACE -> {
        Blob value = r.value(2).compact();
        answer(r, yes(entries.replace(r.value(0).compact(), r.value(1), value)));
      }
      case REMOVE -> answer(r, orNothing(entries.remove(r.value(0))));
      case REMOVE_EXACTLY -> answer(r, yes(entries.remove(r.value(0), r.value(1))));
      case CONTAINS -> answer(r, yes(entries.containsKey(r.value(0))));
      case SIZE -> answer(r, Blob.of(entries.size()));
      case CLEAR -> {
        entries.clear();
        answer(r);
      }
      case ALL -> answer(r, all());
      default -> throw senseless(r);
    }
  }

  private Blob[] all() {
    Blob[] all = new Blob[2 * entries.size()];
    int n = 0;
    for (Map.Entry<Blob, Blob> e : entries.entrySet()) {
      all[n++] = e.getKey();
      all[n++] = e.getValue();
    }
    return all;
  }

  private static Blob orNothing(@Nullable Blob value) {
    return value == null ? Blob.NOTHING : value;
  }

  private static Blob yes(boolean yes) {
    return yes ? Blob.YES : Blob.NO;
  }
}
