package greenloom.cluster;

import com.hazelcast.map.EntryProcessor;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object as its keeper has it, with the answers that may not have arrived yet. When a keeper
 * dies, callers ask its successor again; a change that the dead one had made and passed on is then
 * answered from here and not made twice.
 */
final class Kept<S extends Serializable> implements Serializable {
  private static final int MOST_CALLERS = 1000;

  private final S state;

  /** Each caller's answers by number, those that it has not said to have received. */
  private final Map<String, TreeMap<Long, Object>> answers = new LinkedHashMap<>();

  private Kept(S state) {
    this.state = state;
  }

  /**
   * A change on its way to the object; makes the object first if there is none.
   *
   * @param caller who asks
   * @param number of the caller's calls
   * @param oldest the lowest number that the caller waits for
   */
  record Call<S extends Serializable, R>(
      String caller, long number, long oldest, Initial<S> initial, Change<S, R> change)
      implements EntryProcessor<String, Kept<S>, R> {

    @Override
    @SuppressWarnings("NullAway") // an entry without value has null, an answer may be null
    public R process(Map.Entry<String, Kept<S>> entry) {
      Kept<S> there = entry.getValue();
      Kept<S> kept = there == null ? new Kept<>(initial.make()) : there;
      Object before = kept.answerTo(caller, number);
      if (before != null) {
        return answer(before);
      }
      R answer = change.apply(kept.state);
      if (answer != null) {
        kept.remember(this, answer);
        entry.setValue(kept);
      }
      return answer;
    }

    @SuppressWarnings("unchecked") // it was the answer to this very call
    private R answer(Object before) {
      return (R) before;
    }
  }

  /**
   * A question; it is answered by the keeper alone.
   *
   * @param initial what to ask if there is no object yet
   */
  record Question<S extends Serializable, R>(Initial<S> initial, Change<S, R> question)
      implements EntryProcessor<String, Kept<S>, R> {
    @Override
    @SuppressWarnings("NullAway") // an entry without value has null, an answer may be null
    public R process(Map.Entry<String, Kept<S>> entry) {
      Kept<S> kept = entry.getValue();
      return question.apply(kept == null ? initial.make() : kept.state);
    }

    @Override
    @SuppressWarnings("NullAway") // Hazelcast takes null for none
    public EntryProcessor<String, Kept<S>, R> getBackupProcessor() {
      return null;
    }
  }

  private @Nullable Object answerTo(String caller, long number) {
    TreeMap<Long, Object> its = answers.get(caller);
    return its == null ? null : its.get(number);
  }

  private void remember(Call<S, ?> call, Object answer) {
    TreeMap<Long, Object> its = answers.computeIfAbsent(call.caller(), _ -> new TreeMap<>());
    its.headMap(call.oldest()).clear();
    its.put(call.number(), answer);
    if (answers.size() > MOST_CALLERS) {
      answers.remove(answers.keySet().iterator().next());
    }
  }
}
