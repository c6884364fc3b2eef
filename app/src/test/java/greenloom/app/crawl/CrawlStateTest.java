package greenloom.app.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.app.url.BadUrl;
import greenloom.app.url.WebUrl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrawlStateTest {
  private static final long LEASE = 10;
  private final CrawlState state =
      new CrawlState(new CrawlState.Settings(url("http://h/"), new CrawlLimits(2, 100), 3));

  private static WebUrl url(String text) {
    try {
      return WebUrl.parse(text);
    } catch (BadUrl e) {
      throw new AssertionError(e);
    }
  }

  private List<Order> lease(String member, int most, long now) {
    return state.lease(member, most, now, now + LEASE);
  }

  private boolean page(Order order, String... links) {
    List<Link> all = Arrays.stream(links).map(link -> Link.page(url(link))).toList();
    return state.found(
            order, new Finding(Finding.Kind.PAGE, 1, null, new ArrayList<>(all), Set.of()))
        != null;
  }

  private static List<String> files(List<Order> orders) {
    return orders.stream().map(Order::file).toList();
  }

  private void toFourPages() {
    assertThat(
            page(
                lease("a", 9, 0).getFirst(),
                "http://h/1",
                "http://h/2",
                "http://h/3",
                "http://h/4"))
        .isTrue();
  }

  @Test
  void lease_ofAll_areAsManyAsTheHostHasToBear() {
    toFourPages();

    assertThat(files(lease("a", 2, 0))).containsExactly("h/1", "h/2");
    assertThat(files(lease("b", 2, 0))).containsExactly("h/3");
    assertThat(lease("c", 2, 0)).isNull();
  }

  @Test
  void lease_found_makesRoom() {
    toFourPages();
    Order first = lease("a", 3, 0).getFirst();

    assertThat(page(first)).isTrue();
    assertThat(files(lease("b", 3, 0))).containsExactly("h/4");
  }

  @Test
  void lease_notRenewed_goesToAnother_andTheFirstFindingCounts() {
    toFourPages();
    Order late = lease("a", 3, 0).getFirst();

    assertThat(lease("b", 1, LEASE)).isNull();
    Order again = lease("b", 1, LEASE + 1).getFirst();
    assertThat(again).isEqualTo(late);
    assertThat(page(late)).isTrue();
    assertThat(page(again)).isFalse();
  }

  @Test
  void lease_renewed_isKept() {
    toFourPages();
    List<Order> leased = lease("a", 3, 0);

    assertThat(state.renew("a", 100)).isTrue();
    assertThat(state.renew("b", 100)).isNull();
    assertThat(lease("b", 1, 50)).isNull();
    assertThat(leased).hasSize(3);
  }

  @Test
  void giveBack_ofADeadMember_givesAllToOthers() {
    toFourPages();
    List<Order> of = lease("a", 3, 0);

    assertThat(state.giveBack("a")).isTrue();
    assertThat(state.giveBack("a")).isNull();
    assertThat(lease("b", 3, 0)).isEqualTo(of);
  }

  @Test
  void giveBack_ofOne_onlyByWhoHasIt() {
    toFourPages();
    Order order = lease("a", 3, 0).getFirst();

    assertThat(state.giveBack("b", order)).isNull();
    assertThat(state.giveBack("a", order)).isTrue();
    assertThat(lease("b", 1, 0)).containsExactly(order);
  }

  @Test
  void levels_oneAfterTheOther_inTheOrderOfThePages() {
    page(lease("a", 1, 0).getFirst(), "http://h/1", "http://h/2");
    List<Order> level = lease("a", 2, 0);

    page(level.get(1), "http://h/x", "http://h/y");
    assertThat(lease("b", 2, 0)).isNull();
    page(level.get(0), "http://h/y", "http://h/z");

    assertThat(files(lease("b", 9, 0))).containsExactly("h/y", "h/z", "h/x");
  }

  @Test
  void over_whenNothingIsLeft_leasesAreEmpty() {
    page(lease("a", 1, 0).getFirst());

    assertThat(lease("a", 1, 0)).isEmpty();
    assertThat(page(new Order(0, 0, Link.page(url("http://h/")), "x"))).isFalse();
    assertThat(state.totals().done()).isEqualTo(1);
  }

  @Test
  void hop_claimedByAnother_isRefused_againByTheSame_not() {
    assertThat(state.hop(true, url("http://h/"), url("http://www.h/"))).isEmpty();
    assertThat(state.site()).isEqualTo(url("http://www.h/"));
    assertThat(state.hop(false, url("http://www.h/a"), url("http://www.h/n"))).isEmpty();
    assertThat(state.hop(false, url("http://www.h/a"), url("http://www.h/n"))).isEmpty();
    assertThat(state.hop(false, url("http://www.h/b"), url("http://www.h/n"))).isNotEmpty();
    assertThat(state.hop(false, url("http://www.h/b"), url("http://h/n"))).contains("another host");
  }
}
