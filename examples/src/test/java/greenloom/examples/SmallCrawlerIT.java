package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmallCrawlerIT {
  @Test
  void main_elevenPages_areReadOnceEach() throws Exception {
    assertThat(Output.of(SmallCrawler::main))
        .startsWith("/ has 56 characters")
        .endsWith("pages: 11")
        .containsExactlyInAnyOrder(
            "/ has 56 characters",
            "/1 has 56 characters",
            "/2 has 56 characters",
            "/3 has 56 characters",
            "/4 has 57 characters",
            "/5 has 20 characters",
            "/6 has 20 characters",
            "/7 failed: FileNotFoundException",
            "/8 has 20 characters",
            "/9 has 20 characters",
            "/10 has 20 characters",
            "pages: 11");
  }
}
