package greenloom.app.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebUrlTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "http://example.com, http://example.com/",
        "HTTP://EXAMPLE.com:80/, http://example.com/",
        "https://example.com:443/a, https://example.com/a",
        "http://example.com:8080/a, http://example.com:8080/a",
        "https://example.com:80/a, https://example.com:80/a",
        "http://example.com/a#top, http://example.com/a",
        "http://example.com/?, http://example.com/",
        "http://example.com?q=1, http://example.com/?q=1",
        "http://example.com/a/./b/../c, http://example.com/a/c",
        "http://example.com/a/%2e%2E/b, http://example.com/b",
        "http://example.com/../../a, http://example.com/a",
        "http://example.com/a/.., http://example.com/",
        "http://example.com/a/., http://example.com/a/",
        "http://example.com/a//b/, http://example.com/a//b/",
        "http://example.com/a b, http://example.com/a%20b",
        "http://example.com/ä?ö=a b, http://example.com/%C3%A4?%C3%B6=a%20b",
        "http://example.com/%7euser/%c3%a4, http://example.com/~user/%C3%A4",
        "http://example.com/100%, http://example.com/100%25",
        "http://example.com/p%2d1/?q=f, http://example.com/p-1/?q=f",
        "http://example.com/a?b=c/../d, http://example.com/a?b=c/../d",
        "http:\\\\example.com\\a\\b, http://example.com/a/b",
        "http://bücher.example/, http://xn--bcher-kva.example/",
        "http://exa%6Dple.com/, http://example.com/",
        "http://127.0.0.1:9/x, http://127.0.0.1:9/x",
        "http://[::1]:8080/, http://[::1]:8080/",
        "http://[2001:DB8::1]/, http://[2001:db8::1]/",
        "`  http://example.com/a\t`, http://example.com/a",
      })
  void parse_bringsToOneForm(String text, String canonical) throws BadUrl {
    assertThat(WebUrl.parse(text)).hasToString(canonical);
    assertThat(WebUrl.parse(canonical)).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "g, http://a/b/c/g",
    "./g, http://a/b/c/g",
    "g/, http://a/b/c/g/",
    "/g, http://a/g",
    "//g, http://g/",
    "?y, http://a/b/c/d;p?y",
    "g?y, http://a/b/c/g?y",
    "g#s, http://a/b/c/g",
    "'', http://a/b/c/d;p?q",
    "#s, http://a/b/c/d;p?q",
    ";x, http://a/b/c/;x",
    "., http://a/b/c/",
    ".., http://a/b/",
    "../g, http://a/b/g",
    "../../../g, http://a/g",
    "/./g, http://a/g",
    "g., http://a/b/c/g.",
    "..g, http://a/b/c/..g",
    "g/./h, http://a/b/c/g/h",
    "g;x=1/../y, http://a/b/c/y",
    "g?y/../x, http://a/b/c/g?y/../x",
    "http:g, http://a/b/c/g",
    "https://h/, https://h/",
  })
  void resolve_asInRfc3986Section54(String reference, String expected) throws BadUrl {
    assertThat(WebUrl.parse("http://a/b/c/d;p?q").resolve(reference)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "/a",
        "http://",
        "http:///a",
        "http://a:b/",
        "http://a:0/",
        "http://a:70000/",
        "http://a b/",
        "http://a..b/",
        "http://[::1/",
        "http://[1.2.3.4]/",
        "http://999.1.1.1/",
        "http://1.2.3/",
        "http://user@host/",
        "http://user:word@host/",
        "http://a<b/",
        "http:a",
      })
  void parse_malformed_isRefused(String text) {
    BadUrl e = catchThrowableOfType(BadUrl.class, () -> WebUrl.parse(text));

    assertThat(e.kind()).isEqualTo(BadUrl.Kind.SYNTAX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a/",
        "mailto:a@b.example",
        "javascript:void(0)",
        "data:,x",
        "file:///etc/passwd"
      })
  void parse_otherScheme_isRefusedAsSuch(String text) {
    BadUrl e = catchThrowableOfType(BadUrl.class, () -> WebUrl.parse(text));

    assertThat(e.kind()).isEqualTo(BadUrl.Kind.SCHEME);
    assertThat(e).hasMessageContaining("unknown scheme");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/a/../b?x=%20y",
        "https://example.com/%C3%A4",
        "http://example.com/a;b=c,d",
        "http://example.com/?a=b&c=d+e",
        "http://example.com/!$&'()*+,;=:@~",
        "http://[::1]/",
        "http://a_b.example/",
      })
  void parse_leavesWhatTheClientLeaves(String text) throws BadUrl {
    assertThat(WebUrl.parse(text)).hasToString(HttpUrl.get(text).toString());
  }

  @Test
  void sameSite_overBothSchemes() throws BadUrl {
    WebUrl plain = WebUrl.parse("http://example.com/");

    assertThat(plain.sameSite(WebUrl.parse("https://example.com/x"))).isTrue();
    assertThat(plain.sameSite(WebUrl.parse("http://example.com:8080/"))).isFalse();
    assertThat(plain.sameSite(WebUrl.parse("http://www.example.com/"))).isFalse();
  }
}
