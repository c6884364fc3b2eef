package greenloom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway")
class KeptTest {
  private final Map.Entry<String, Kept<ArrayList<String>>> entry = new SimpleEntry<>("k", null);

  private static Kept.Call<ArrayList<String>, Integer> add(long number, long oldest, String item) {
    return new Kept.Call<>(
        "me",
        number,
        oldest,
        ArrayList::new,
        list -> {
          list.add(item);
          return list.size();
        },
        false);
  }

  private Integer size(Map.Entry<String, Kept<ArrayList<String>>> of) {
    return new Kept.Question<ArrayList<String>, Integer>(ArrayList::new, ArrayList::size)
        .process(of);
  }

  @Test
  void call_first_makesTheObject() {
    assertThat(size(entry)).isZero();
    assertThat(entry.getValue()).isNull();
    assertThat(add(1, 1, "a").process(entry)).isEqualTo(1);
    assertThat(size(entry)).isEqualTo(1);
  }

  @Test
  void call_comingTwice_isMadeOnce() {
    assertThat(add(1, 1, "a").process(entry)).isEqualTo(1);
    assertThat(add(2, 1, "b").process(entry)).isEqualTo(2);
    assertThat(add(1, 1, "a").process(entry)).isEqualTo(1);
    assertThat(size(entry)).isEqualTo(2);
  }

  @Test
  void call_comingTwice_atACopyThatMoved_isMadeOnce() throws Exception {
    Integer _ = add(1, 1, "a").process(entry);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(entry.getValue());
    @SuppressWarnings("unchecked")
    var moved =
        (Kept<ArrayList<String>>)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    var there = new SimpleEntry<>("k", moved);

    assertThat(add(1, 1, "a").process(there)).isEqualTo(1);
    assertThat(size(there)).isEqualTo(1);
  }

  @Test
  void answers_received_areForgotten() {
    for (int n = 1; n <= 100; n++) {
      Integer _ = add(n, n, "x").process(entry);
    }
    assertThat(add(99, 99, "x").process(entry)).isNull(); // nobody waits for it any more
    assertThat(size(entry)).isEqualTo(100);
  }

  @Test
  void call_stored_leavesTheObjectAsItWas() {
    assertThat(add(1, 1, "a").process(entry)).isEqualTo(1);
    Kept<ArrayList<String>> before = entry.getValue();
    Kept.Call<ArrayList<String>, Integer> add = add(2, 2, "b");
    var stored = new Kept.Call<>("me", 2, 2, add.initial(), add.change(), true);
    assertThat(stored.process(entry)).isEqualTo(2);
    assertThat(entry.getValue()).isNotSameAs(before);
    assertThat(size(new SimpleEntry<>("k", before))).isEqualTo(1);

    assertThat(stored.getBackupProcessor().process(entry)).isEqualTo(2); // it was loaded with it
    assertThat(size(entry)).isEqualTo(2);
  }

  @Test
  void call_withoutAnswer_writesNothing() {
    new Kept.Call<ArrayList<String>, String>("me", 1, 1, ArrayList::new, _ -> null, false)
        .process(entry);

    assertThat(entry.getValue()).isNull();
  }

  @Test
  void call_refusing_changesNothing() {
    Change<ArrayList<String>, String> refusing =
        _ -> {
          throw new IllegalStateException("no");
        };
    Consumer<Integer> call =
        _ -> new Kept.Call<>("me", 1, 1, ArrayList::new, refusing, false).process(entry);

    assertThatThrownBy(() -> call.accept(1)).hasMessage("no");
    assertThat(size(entry)).isZero();
  }
}
