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
 * answered from here and not made twice. The way is that of RIFL (C. Lee and others, "Implementing
 * Linearizability at Large Scale and Low Latency", SOSP 2015).
 *
 * <p>With a store, all of it is saved, answers too: a caller that outlives the keeper and the
 * copies is answered from there. A copy that meets an object for the first time loads it, and finds
 * the change that it was sent for saved already; it knows it by its number.
 */
final class Kept<S extends Serializable> implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int MOST_CALLERS = 1000;

  private final S state;

  private final Map<String, Answers> answers = new LinkedHashMap<>();

  private Kept(S state) {
    this.state = state;
  }

  /** A caller's answers by number, those that it has not said to have received. */
  private static final class Answers implements Serializable {
    private static final long serialVersionUID = 1;

    final TreeMap<Long, Object> open = new TreeMap<>();
    long oldest;
  }

  /**
   * A change on its way to the object; makes the object first if there is none.
   *
   * @param caller who asks
   * @param number of the caller's calls
   * @param oldest the lowest number that the caller waits for
   * @param stored true if the object must stay as it is until the store has it as it will be
   */
  record Call<S extends Serializable, R>(
      String caller,
      long number,
      long oldest,
      Initial<S> initial,
      Change<S, R> change,
      boolean stored)
      implements EntryProcessor<String, Kept<S>, R> {

    @Override
    @SuppressWarnings("NullAway") // an entry without value has null, an answer may be null
    public R process(Map.Entry<String, Kept<S>> entry) {
      Kept<S> there = entry.getValue();
      Answers its = there == null ? null : there.answers.get(caller);
      if (its != null && (number < its.oldest || its.open.containsKey(number))) {
        return answer(its.open.get(number));
      }
      Kept<S> kept = there == null ? new Kept<>(initial.make()) : stored ? there.copy() : there;
      R answer = change.apply(kept.state);
      if (answer != null) {
        kept.remember(this, answer);
        entry.setValue(kept);
      }
      return answer;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the answer to this very call, or none
    private R answer(@Nullable Object before) {
      return (R) before;
    }

    @Override
    public EntryProcessor<String, Kept<S>, R> getBackupProcessor() {
      return stored ? new Call<>(caller, number, oldest, initial, change, false) : this;
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

  private Kept<S> copy() {
    return Packed.of(this).value();
  }

  private void remember(Call<S, ?> call, Object answer) {
    Answers its = answers.computeIfAbsent(call.caller(), _ -> new Answers());
    its.oldest = Math.max(its.oldest, call.oldest());
    its.open.headMap(its.oldest).clear();
    its.open.put(call.number(), answer);
    if (answers.size() > MOST_CALLERS) {
      answers.remove(answers.keySet().iterator().next());
    }
  }
}
