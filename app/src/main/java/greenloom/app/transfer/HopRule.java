package greenloom.app.transfer;

import greenloom.app.url.WebUrl;
import java.util.Optional;

/** Decides whether a redirect is followed. */
@FunctionalInterface
public interface HopRule {
  /** Follows every redirect. */
  HopRule FOLLOW_ALL = (_, _) -> Optional.empty();

  /** Why the redirect is not to be followed; empty if it is. */
  Optional<String> objection(WebUrl from, WebUrl to);
}
