package greenloom.hub;

import java.lang.StackWalker.StackFrame;
import org.jspecify.annotations.Nullable;

/** Where green threads are spawned: the class of their body, or the very line if that is wanted. */
final class SpawnSite {
  private static final boolean WANTED = System.getProperty("greenloom.debug", "").contains("spawn");

  private SpawnSite() {}

  /** The caller's line; null unless {@code -Dgreenloom.debug=spawn} asks for that. */
  static @Nullable String here() {
    return WANTED ? innermost() : null;
  }

  /** The innermost frame that is no part of the library. */
  private static @Nullable String innermost() {
    return StackWalker.getInstance()
        .walk(frames -> frames.dropWhile(f -> Standing.ours(f.getClassName())).findFirst())
        .map(StackFrame::toString)
        .orElse(null);
  }

  /** The class that {@code origin}, a body or what was made of one, comes from. */
  static String of(@Nullable Object origin) {
    if (origin == null) {
      return "?";
    }
    Class<?> body = origin instanceof GreenThread.Origin o ? o.bodyType() : origin.getClass();
    String type = body.getName();
    int lambda = type.indexOf("$$Lambda");
    return lambda < 0 ? type : type.substring(0, lambda);
  }
}
