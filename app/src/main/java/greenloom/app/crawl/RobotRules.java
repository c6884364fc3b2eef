package greenloom.app.crawl;

import crawlercommons.robots.BaseRobotRules;
import org.jspecify.annotations.Nullable;

/** The rules of robots.txt that are known, by origin; those who crawl together share them. */
public interface RobotRules {
  /** Returns what is known of an origin; null if nothing is. */
  @Nullable BaseRobotRules find(String origin);

  /** Adds rules, unless others were first; returns those that count. */
  BaseRobotRules agree(String origin, BaseRobotRules rules);
}
