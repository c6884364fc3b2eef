package greenloom.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.app.url.BadUrl;
import greenloom.app.url.WebUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  @TempDir Path temp;
  private Path root;
  private OutputFolder folder;

  @BeforeEach
  void open() throws IOException {
    root = temp.toRealPath().resolve("out");
    folder = OutputFolder.forManyHosts(root);
  }

  private Path claim(String url) throws BadUrl {
    return folder.claim(WebUrl.parse(url));
  }

  @Test
  void open_makesTheFolderAndLeavesNothingInIt() {
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void open_belowAFile_fails() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");

    assertThatThrownBy(() -> OutputFolder.forManyHosts(file)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> OutputFolder.forManyHosts(file.resolve("sub")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void claim_sameUrl_sameFile() throws BadUrl {
    assertThat(claim("http://a/x.png"))
        .isEqualTo(root.resolve("a/x.png"))
        .isEqualTo(claim("http://a/x.png"));
  }

  @Test
  void claim_namesThatDifferOnlyInCase_areKeptApart() throws BadUrl {
    Path one = claim("http://a/x.png");
    Path other = claim("http://a/X.png");

    assertThat(other.toString()).isNotEqualToIgnoringCase(one.toString());
  }

  @Test
  void claim_fileThatIsAlsoAFolder_getsAnotherName() throws BadUrl {
    claim("http://a/docs/one.html");
    Path docs = claim("http://a/docs");

    assertThat(docs.getFileName().toString()).matches("docs-[0-9a-f]{16}");
  }

  @Test
  void claim_folderThatIsAlsoAFile_isFlattened() throws BadUrl {
    claim("http://a/docs");
    Path one = claim("http://a/docs/one.html");

    assertThat(one).hasParentRaw(root.resolve("a"));
    assertThat(one.getFileName().toString()).matches("one-[0-9a-f]{16}\\.html");
  }

  @Test
  void claim_folderOfAnEarlierRunInTheWay_getsAnotherName() throws BadUrl, IOException {
    Files.createDirectories(root.resolve("a/docs"));

    assertThat(claim("http://a/docs").getFileName().toString()).matches("docs-[0-9a-f]{16}");
  }

  @Test
  void claim_symbolicLinkInTheWay_isNotFollowed() throws BadUrl, IOException {
    Files.createSymbolicLink(root.resolve("a"), temp);
    OutputFolder oneHost = OutputFolder.forOneHost(root);

    assertThat(oneHost.claim(WebUrl.parse("http://h/a/x.png"))).hasParentRaw(root);
  }

  @Test
  void partFile_kept_replacesTheOldOne() throws IOException {
    Path target = Files.writeString(root.resolve("x"), "old");
    try (PartFile part = PartFile.create(target)) {
      part.write("new!".getBytes(StandardCharsets.UTF_8), 3);
      assertThat(target).hasContent("old");
      part.keep();
    }

    assertThat(target).hasContent("new");
    assertThat(root).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void partFile_notKept_leavesNothing() throws IOException {
    Path target = root.resolve("sub/x");
    try (PartFile part = PartFile.create(target)) {
      part.write(new byte[10], 10);
    }

    assertThat(root.resolve("sub")).isEmptyDirectory();
  }

  @Test
  void partFile_leftOverOfAKilledRun_isReplaced() throws IOException {
    Files.writeString(root.resolve("x.part"), "a long and stale beginning");
    try (PartFile part = PartFile.create(root.resolve("x"))) {
      part.write(new byte[] {'n'}, 1);
      part.keep();
    }

    assertThat(root.resolve("x")).hasContent("n");
  }
}
