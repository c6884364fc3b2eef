package greenloom.app.console;

import java.util.Map;

/** What {@code --color} can be. */
public enum ColourChoice {
  /** As the stream and the environment suggest. */
  AUTO,
  /** In any case. */
  ALWAYS,
  /** In no case. */
  NEVER;

  /** The style for a stream. */
  public Style style(boolean terminal, Map<String, String> environment) {
    return switch (this) {
      case ALWAYS -> Style.COLOUR;
      case NEVER -> Style.PLAIN;
      case AUTO -> wanted(terminal, environment) ? Style.COLOUR : Style.PLAIN;
    };
  }

  private static boolean wanted(boolean terminal, Map<String, String> environment) {
    if (isSet(environment, "FORCE_COLOR") || isSet(environment, "CLICOLOR_FORCE")) {
      return true;
    }
    return terminal && !isSet(environment, "NO_COLOR") && !"dumb".equals(environment.get("TERM"));
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }
}
