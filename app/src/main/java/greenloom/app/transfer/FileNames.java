package greenloom.app.transfer;

import greenloom.app.url.SafeName;
import greenloom.app.url.WebUrl;
import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who has which name in a folder. Two URLs never share one: the later gets a name of its own. The
 * same URLs in the same order get the same names.
 */
public final class FileNames implements Serializable {
  private final boolean hostFolders;
  private final Map<WebUrl, String> claims = new HashMap<>();
  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();

  /**
   * Names with a folder for each host, or names of one host.
   *
   * @param hostFolders true if each host gets a folder of its own
   */
  public FileNames(boolean hostFolders) {
    this.hostFolders = hostFolders;
  }

  /** The name for a URL, the same each time: relative, with slashes. */
  public String claim(WebUrl url) {
    return claim(url, _ -> true);
  }

  /** The same; the plain name counts as taken if it does not fit what is there. */
  String claim(WebUrl url, Predicate<String> fits) {
    return claims.computeIfAbsent(url, u -> choose(u, fits));
  }

  private String choose(WebUrl url, Predicate<String> fits) {
    String plain = hostFolders ? SafeName.of(url) : SafeName.withoutHost(url);
    String name =
        isFree(plain) && fits.test(plain)
            ? plain
            : hostFolders ? SafeName.distinct(url) : SafeName.distinctFile(url);
    files.add(key(name));
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      folders.add(key(name.substring(0, slash)));
    }
    return name;
  }

  private boolean isFree(String name) {
    if (files.contains(key(name)) || folders.contains(key(name))) {
      return false;
    }
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      if (files.contains(key(name.substring(0, slash)))) {
        return false;
      }
    }
    return true;
  }

  /** Some file systems do not tell upper from lower case. */
  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
