package greenloom.app.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeNameTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "http://example.com/, example.com/index.html",
        "http://example.com/a/b.png, example.com/a/b.png",
        "http://example.com/a/, example.com/a/index.html",
        "http://example.com/a, example.com/a",
        "https://example.com:8443/a, example.com+8443/a",
        "http://[::1]:81/a, --1+81/a",
        "http://example.com/logo.png?v=2, example.com/logo@v=2.png",
        "http://example.com/?page=2, example.com/index@page=2.html",
        "http://example.com/a?b=/../c, example.com/a@b=%2F..%2Fc",
        "http://example.com/a//b, example.com/a/_/b",
        "http://example.com/.../b, example.com/..%2E/b",
        "http://example.com/a., example.com/a%2E",
        "http://example.com/con, example.com/_con",
        "http://example.com/NUL.txt, example.com/_NUL.txt",
        "http://example.com/a:b|c*d, example.com/a%3Ab%7Cc%2Ad",
        "http://example.com/a%2Fb, example.com/a%2Fb",
        "http://example.com/%5C..%5Cb, example.com/%5C..%5Cb",
        "http://example.com/movie.part, example.com/movie.part_",
      })
  void of_namesAfterHostAndPath(String url, String name) throws BadUrl {
    assertThat(SafeName.of(WebUrl.parse(url))).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/%2e%2e/%2e%2e/x", "http://example.com/..%2f..%2fx",
            "http://example.com/..;/x", "http://../x",
        "http://example.com/?..", "http://example.com/a/..%5c..%5cx", "http://example.com/%00",
            "http://example.com//x",
      })
  void of_neverLeadsOut(String url) {
    Path root = Path.of("/out");
    try {
      Path file = root.resolve(SafeName.of(WebUrl.parse(url))).normalize();
      assertThat(file)
          .startsWithRaw(root.resolve("example.com"))
          .isNotEqualTo(root.resolve("example.com"));
    } catch (BadUrl e) {
      assertThat(url).isEqualTo("http://../x");
    }
  }

  @Test
  void of_longNames_areCutAndStayDistinct() throws BadUrl {
    String one = SafeName.of(WebUrl.parse("http://example.com/" + "a".repeat(500) + "1.png"));
    String other = SafeName.of(WebUrl.parse("http://example.com/" + "a".repeat(500) + "2.png"));

    assertThat(one).isNotEqualTo(other).endsWith(".png").hasSizeLessThan(200);
  }

  @Test
  void of_longQuery_isHashed() throws BadUrl {
    String name = SafeName.of(WebUrl.parse("http://example.com/a.png?" + "q".repeat(100)));

    assertThat(name).matches("example\\.com/a@[0-9a-f]{16}\\.png");
  }

  @Test
  void of_veryDeepPath_isFlattened() throws BadUrl {
    assertThat(SafeName.of(WebUrl.parse("http://example.com/" + "abcdefgh/".repeat(300) + "x.png")))
        .matches("example\\.com/x-[0-9a-f]{16}\\.png");
  }

  @Test
  void distinct_differsForEachUrl() throws BadUrl {
    String one = SafeName.distinct(WebUrl.parse("http://example.com/a/x.png"));
    String other = SafeName.distinct(WebUrl.parse("http://example.com/b/x.png"));

    assertThat(one).isNotEqualTo(other).matches("example\\.com/x-[0-9a-f]{16}\\.png");
  }
}
