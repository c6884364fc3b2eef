package greenloom.cluster;

import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Where the objects of a cluster are kept besides in memory, so that they are there again when all
 * members have been gone. All members use the same store: who loads an object is seldom who has
 * saved it last.
 *
 * <p>A change is saved before whoever made it hears of it, so nothing that was answered is missing
 * after a restart. It is saved by the member that keeps the object, once for all copies. Nothing is
 * saved later or behind: a store that is slow makes changes slow.
 *
 * <p>An object has a kind and a name, such as {@code dict:prices} or {@code queue:jobs}. A dict has
 * a value for each key, all others have one value as a whole, under the key without bytes. Keys and
 * values are bytes; what they mean is none of the store's business. Objects without a name, pipes
 * among them, are not saved: nobody could find them again.
 *
 * <p>Threads of Hazelcast call it and may wait in it as long as they must, several at once; of one
 * object and key there is one call at a time, unless the network is split. Whatever it throws
 * reaches who asked as a {@link ClusterStoreException}, and the object is as it was before. What a
 * save that throws has written all the same may come back after a restart.
 */
public interface ClusterStore {
  /**
   * A store that keeps each value in a file below {@code folder}, which all members can write: on
   * one machine, or on a file system that all machines see. What it has saved is on the disk, as
   * far as that tells, and a file is never half old and half new. A folder belongs to one cluster.
   * It trusts what it finds there as members trust each other.
   *
   * @throws ClusterStoreException if the folder cannot be made or written; the message says why
   */
  static ClusterStore inFolder(Path folder) {
    return new FolderStore(folder);
  }

  /** Returns the value, or null if there is none. */
  byte @Nullable [] load(String object, byte[] key) throws Exception;

  /** Keeps the value in place of the one before; returns when it is safe. */
  void save(String object, byte[] key, byte[] value) throws Exception;

  /** Forgets the value, if there is one; returns when that is safe. */
  void delete(String object, byte[] key) throws Exception;

  /**
   * Returns the keys of all values of an object. Asked for a dict when it is used for the first
   * time since its members were gone.
   */
  Collection<byte[]> keys(String object) throws Exception;
}
