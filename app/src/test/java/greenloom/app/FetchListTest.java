package greenloom.app;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.app.transfer.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FetchListTest {
  private final FetchList list = new FetchList();

  private void add(String lines) throws IOException {
    list.addLines(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void addLines_eachUrlOnceInOrder() throws IOException {
    list.addArgument("http://b/");
    add("\ufeff# remark\n\nhttp://a/#x\r\n  http://b \nhttp://a/#y\n");

    assertThat(list.urls()).map(Object::toString).containsExactly("http://b/", "http://a/");
    assertThat(list.rejected()).isEmpty();
  }

  @Test
  void addLines_whatIsNoUrl_isAFailedItem() throws IOException {
    add("ftp://a/\nnonsense\nhttp://a/\n");

    assertThat(list.size()).isEqualTo(3);
    assertThat(list.rejected()).map(Outcome.Failed::url).containsExactly("ftp://a/", "nonsense");
    assertThat(list.rejected().get(0).failure().reason()).startsWith("unknown scheme");
    assertThat(list.rejected().get(1).failure().reason()).startsWith("malformed URL");
  }
}
