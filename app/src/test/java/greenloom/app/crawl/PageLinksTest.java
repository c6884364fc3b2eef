package greenloom.app.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.app.url.BadUrl;
import greenloom.app.url.WebUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageLinksTest {
  @TempDir Path temp;

  private static List<String> links(String html) throws BadUrl {
    return PageLinks.in(html, WebUrl.parse("http://h/dir/page.html")).stream()
        .map(l ->
            (l.isPage() ? "page " : "part ")
                + l.url().path()
                + (l.url().query() == null ? "" : "?" + l.url().query()))
        .toList();
  }

  @Test
  void in_findsEachKind_inOrder() throws BadUrl {
    assertThat(
            links(
                """
                <head><link rel=stylesheet href=/s.css><link rel="shortcut icon" href=/i.ico>
                <link rel=canonical href=/c.html><link rel=dns-prefetch href=//cdn.example>
                <meta property="og:image" content="/og.png"><meta property="og:image:width" content="120"></head>
                <a href="a.html">a</a><img src="i.png" srcset="i2.png 2x, i3.png 3x">
                <picture><source srcset="p.webp"></picture><map><area href="m.html"></map><a>no link</a>
                """))
        .containsExactly(
            "part /s.css",
            "part /i.ico",
            "page /c.html",
            "part /og.png",
            "page /dir/a.html",
            "part /dir/i.png",
            "part /dir/i2.png",
            "part /dir/i3.png",
            "part /dir/p.webp",
            "page /dir/m.html");
  }

  @Test
  void in_eachUrlOnce_firstKindCounts() throws BadUrl {
    assertThat(links("<a href=x#one>1</a><a href=x#two>2</a><img src=x>"))
        .containsExactly("page /dir/x");
  }

  @Test
  void in_whatIsNoWebAddress_isIgnored() throws BadUrl {
    assertThat(
            links(
                "<a href='mailto:a@b'>m</a><a href='javascript:x()'>j</a><a href='http://['>b</a><a"
                    + " href=''>e</a><img src='data:image/png;base64,AAAA'>"))
        .isEmpty();
  }

  @Test
  void in_baseElement_counts() throws BadUrl {
    assertThat(links("<base href='/other/'><a href=x>x</a>")).containsExactly("page /other/x");
  }

  @Test
  void in_brokenHtml_stillYieldsLinks() throws BadUrl {
    assertThat(links("<p><a href=one>1<div><a href='two'>2</p></table><img src=three"))
        .contains("page /dir/one", "page /dir/two");
  }

  @Test
  void in_queryWithEntities_isDecoded() throws BadUrl {
    assertThat(links("<a href='x?a=1&amp;b=2'>x</a>")).containsExactly("page /dir/x?a=1&b=2");
  }

  @Test
  void in_file_usesTheServersCharset() throws BadUrl, IOException {
    Path file = temp.resolve("page");
    Files.write(file, "<a href='ä'>x</a>".getBytes(StandardCharsets.ISO_8859_1));

    List<Link> links =
        PageLinks.in(file, "text/html; charset=ISO-8859-1", WebUrl.parse("http://h/"));

    assertThat(links).containsExactly(Link.page(WebUrl.parse("http://h/%C3%A4")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.png|a.png",
        "a.png 1x, b.png 2x|a.png b.png",
        "a.png, b.png 100w|a.png b.png",
        "  a.png   480w ,b.png 2x |a.png b.png",
        "a,b.png 1x, c.png|a,b.png c.png",
        ",,a.png,|a.png",
      })
  void srcset_urlsWithoutDescriptors(String attribute, String urls) {
    assertThat(PageLinks.srcset(attribute)).containsExactly(urls.split(" "));
  }

  @Test
  void srcset_empty_hasNone() {
    assertThat(PageLinks.srcset("")).isEmpty();
    assertThat(PageLinks.srcset(" , ")).isEmpty();
  }
}
