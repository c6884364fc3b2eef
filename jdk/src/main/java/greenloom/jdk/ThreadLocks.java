package greenloom.jdk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a thread had to do with monitors at one moment.
 *
 * @param entering the monitor it waited to enter; null for none
 * @param held those it was in
 */
public record ThreadLocks(@Nullable Object entering, List<Object> held) {
  static final ThreadLocks NONE = new ThreadLocks(null, List.of());
}
