package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LinksTest {
  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final Links links = new Links(new Guard());
  private final List<String> told = new ArrayList<>();

  @Test
  void tellAll_inOrder_eachOnce() {
    add("a");
    add("b");
    add("c");
    links.tellAll();
    links.tellAll();
    assertThat(told).containsExactly("a", "b", "c");
    assertThat(links.size()).isZero();
  }

  @Test
  void unlink_anyPlace_notTold() {
    for (int cut = 0; cut < 3; cut++) {
      List<Link> added = List.of(add("a"), add("b"), add("c"));
      added.get(cut).unlink();
      added.get(cut).unlink();
      assertThat(links.size()).isEqualTo(2);
      links.tellAll();
    }
    assertThat(told).containsExactly("b", "c", "a", "c", "a", "b");
  }

  @Test
  void unlink_whileTelling_notTold() {
    Link[] later = new Link[1];
    links.addUnless(() -> false, () -> later[0].unlink());
    later[0] = add("later");
    add("last");
    links.tellAll();
    assertThat(told).containsExactly("last");
  }

  @Test
  void unlink_ofTheOneBeingTold_harmless() {
    Link[] self = new Link[1];
    self[0] = links.addUnless(() -> false, () -> self[0].unlink());
    add("next");
    links.tellAll();
    assertThat(told).containsExactly("next");
    assertThat(links.size()).isZero();
  }

  @Test
  void add_whileTelling_toldToo() {
    links.addUnless(() -> false, () -> add("new"));
    links.tellAll();
    assertThat(told).containsExactly("new");
  }

  @Test
  void tellAll_oneFails_reportedAndTheOthersTold() {
    Hub.setup("links")
        .call(() -> {
          List<Throwable> reported = new ArrayList<>();
          Hub.current().onFailure((what, e) -> reported.add(e));
          RuntimeException failure = new IllegalStateException("first");
          Error error = new AssertionError("second");
          links.addUnless(
              () -> false,
              () -> {
                throw failure;
              });
          links.addUnless(
              () -> false,
              () -> {
                throw error;
              });
          add("third");
          links.tellAll();
          assertThat(told).containsExactly("third");
          assertThat(reported).containsExactly(failure, error);
          return null;
        });
  }

  private Link add(String name) {
    return links.addUnless(() -> false, () -> told.add(name));
  }
}
