package greenloom.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A store of a test, which fails when it is told to. */
final class MemoryStore implements ClusterStore {
  final Map<String, byte[]> values = new ConcurrentHashMap<>();
  volatile boolean failsToSave;
  volatile boolean failsToLoad;
  volatile boolean failsToList;

  private static String at(String object, byte[] key) {
    return object + "/" + HexFormat.of().formatHex(key);
  }

  private static void failIf(boolean broken) throws IOException {
    if (broken) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public byte @Nullable [] load(String object, byte[] key) throws IOException {
    failIf(failsToLoad);
    return values.get(at(object, key));
  }

  @Override
  public void save(String object, byte[] key, byte[] value) throws IOException {
    failIf(failsToSave);
    values.put(at(object, key), value);
  }

  @Override
  public void delete(String object, byte[] key) throws IOException {
    failIf(failsToSave);
    values.remove(at(object, key));
  }

  @Override
  public Collection<byte[]> keys(String object) throws IOException {
    failIf(failsToList);
    Collection<byte[]> keys = new ArrayList<>();
    for (String at : values.keySet()) {
      if (at.startsWith(object + "/")) {
        keys.add(HexFormat.of().parseHex(at.substring(object.length() + 1)));
      }
    }
    return keys;
  }

  /** How many values objects of that kind have. */
  int count(String kind) {
    return (int) values.keySet().stream().filter(at -> at.startsWith(kind + ":")).count();
  }
}
