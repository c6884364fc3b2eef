package greenloom.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderStoreTest {
  @TempDir private Path outside;
  private Path folder;
  private ClusterStore store;

  @BeforeEach
  void open() {
    folder = outside.resolve("kept");
    store = ClusterStore.inFolder(folder);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(outside)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void saved_isThere_forAnotherStoreToo() throws Exception {
    store.save("dict:a", bytes("k"), bytes("one"));
    store.save("dict:a", bytes("k"), bytes("two"));
    store.save("dict:a", bytes(""), bytes(""));

    ClusterStore again = ClusterStore.inFolder(folder);
    assertThat(again.load("dict:a", bytes("k"))).isEqualTo(bytes("two"));
    assertThat(again.load("dict:a", bytes(""))).isEmpty();
    assertThat(again.keys("dict:a")).containsExactlyInAnyOrder(bytes("k"), bytes(""));
    assertThat(files()).hasSize(2);
  }

  @Test
  void unknown_isNull_andDeletedTwice() throws Exception {
    store.save("dict:a", bytes("k"), bytes("one"));
    store.delete("dict:a", bytes("k"));
    store.delete("dict:a", bytes("k"));
    store.delete("dict:never", bytes("k"));

    assertThat(store.load("dict:a", bytes("k"))).isNull();
    assertThat(store.load("dict:never", bytes("k"))).isNull();
    assertThat(store.keys("dict:a")).isEmpty();
    assertThat(store.keys("dict:never")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dict:..",
        "dict:../../up",
        "/etc/passwd",
        "..",
        ".",
        ".aside",
        "a\\b",
        "a\0b",
        "",
        " ",
        "ü€😀",
        "CON",
        "a%2eb"
      })
  void anyName_staysInTheFolder(String name) throws Exception {
    store.save(name, bytes(name), bytes("value"));

    assertThat(store.load(name, bytes(name))).isEqualTo(bytes("value"));
    assertThat(files()).hasSize(1).allMatch(file -> file.startsWith(folder));
    assertThat(files().getFirst().getParent().getParent()).isEqualTo(folder);
  }

  @Test
  void names_alike_areDifferent() throws Exception {
    String tail = "x".repeat(300);
    List<String> names = List.of("a:b", "a.b", "A:b", "a%3ab", tail + "1", tail + "2");
    for (String name : names) {
      store.save(name, bytes("k"), bytes(name));
    }
    for (String name : names) {
      assertThat(store.load(name, bytes("k"))).isEqualTo(bytes(name));
    }
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all.map(file -> file.getFileName().toString().toLowerCase()).distinct())
          .hasSize(names.size() + 1);
    }
  }

  @Test
  void damaged_isNamed() throws Exception {
    store.save("dict:a", bytes("k"), bytes("value"));
    Path file = files().getFirst();
    byte[] whole = Files.readAllBytes(file);
    for (byte[] damage : List.of(bytes(""), bytes("rubbish!"), List.of(whole).getFirst().clone())) {
      if (damage.length == whole.length) {
        damage[7] = 100; // the length of the key
        damage[8] ^= 1;
      }
      Files.write(file, damage);
      assertThatThrownBy(() -> store.load("dict:a", bytes("k"))).hasMessageContaining("damaged");
      assertThatThrownBy(() -> store.keys("dict:a")).hasMessageContaining(file.toString());
    }
  }

  @Test
  void failedSave_leavesTheValueBefore_andNothingAside() throws Exception {
    Path blocked = folder.resolve("dict%3ab");
    Files.writeString(blocked, "a file where a folder should be");

    assertThatThrownBy(() -> store.save("dict:b", bytes("k"), bytes("value")))
        .isInstanceOf(IOException.class);
    assertThat(files()).containsExactly(blocked);
  }

  @Test
  void noFolder_isSaidAtOnce() throws IOException {
    Path file = Files.writeString(outside.resolve("file"), "");

    assertThatThrownBy(() -> ClusterStore.inFolder(file.resolve("below")))
        .isInstanceOf(ClusterStoreException.class)
        .hasMessageStartingWith("cannot keep objects in " + file.resolve("below"))
        .hasMessageContaining("name a folder that this user can write");
  }

  @Test
  void leftAside_isTakenAway_whenItIsOld() throws IOException {
    Path old = Files.writeString(folder.resolve(".aside/old"), "");
    Path fresh = Files.writeString(folder.resolve(".aside/fresh"), "");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

    ClusterStore _ = ClusterStore.inFolder(folder);

    assertThat(files()).containsExactly(fresh);
  }
}
