package greenloom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server, an output folder, and after each test a look that nothing half-written is left. */
class FetchFixture {
  @TempDir Path temp;
  Path out;
  TestSite site;

  @BeforeEach
  void open() throws IOException {
    out = temp.resolve("out");
    site = new TestSite();
  }

  @AfterEach
  void nothingHalfWritten() throws IOException {
    site.close();
    if (Files.exists(out)) {
      try (Stream<Path> tree = Files.walk(out)) {
        assertThat(tree).noneMatch(f -> f.toString().endsWith(".part"));
      }
    }
  }

  CommandRun fetch(String... more) {
    return fetchList("", more);
  }

  CommandRun fetchList(String list, String... more) {
    List<String> args = new ArrayList<>(List.of("fetch", "-o", out.toString()));
    args.addAll(List.of(more));
    return CommandRun.withInput(list, args.toArray(String[]::new));
  }

  Path file(String name) {
    return out.resolve(site.folder()).resolve(name);
  }
}
