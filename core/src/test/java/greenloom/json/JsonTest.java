package greenloom.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void members_andElements_areSeparated() {
    Json json = new Json().open('{').key("a").value(1).key("b").open('[');
    json.value("x").value((String) null).open('{').close('}').value(true).close(']');
    json.key("c").open('[').close(']').key("d").value(2).close('}');
    assertThat(json.toString()).isEqualTo("{\"a\":1,\"b\":[\"x\",null,{},true],\"c\":[],\"d\":2}");
  }

  @Test
  void text_unusual_isEscaped() {
    String bell = Character.toString(7);
    String half = Character.toString(0xd800);
    String value = new Json().value("q\" b\\ n\n " + bell + half + "</x> ü").toString();
    assertThat(value).isEqualTo("\"q\\\" b\\\\ n\\u000a \\u0007\\ud800\\u003c/x> ü\"");
  }
}
