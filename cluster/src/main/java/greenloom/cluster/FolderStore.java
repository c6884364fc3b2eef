package greenloom.cluster;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each value in a file: a folder for each object, in it a file for each key. Files begin with
 * a mark, the length of the key, and the key; the rest is the value. Each is written aside, brought
 * to the disk, and renamed.
 *
 * <p>A file has the name of its key's SHA-256, so that any key has one; a folder that of its
 * object, with all but small letters, digits and {@code -} as {@code %xx}, so that none leads
 * elsewhere and no two are the same where case does not count.
 */
final class FolderStore implements ClusterStore {
  private static final int MARK = 0x474c5331; // GLS1
  private static final int HEAD = 2 * Integer.BYTES;
  private static final int LONGEST_NAME = 160; // file systems take 255 bytes
  private static final Duration LEFT_BEHIND = Duration.ofDays(1);
  private static final boolean FOLDERS_ARE_FILES = File.separatorChar == '/'; // which can be synced

  private final Path folder;
  private final Path aside;

  FolderStore(Path folder) {
    this.folder = folder.toAbsolutePath();
    this.aside = this.folder.resolve(".aside");
    try {
      make(aside);
      tidy();
      Path trial = aside();
      write(trial, new byte[0], new byte[0]);
      Files.delete(trial);
    } catch (IOException e) {
      throw ClusterStoreException.of(
          "cannot keep objects in " + folder + "; name a folder that this user can write", e);
    }
  }

  /** Deletes what members that were killed have left aside. */
  private void tidy() throws IOException {
    Instant old = Instant.now().minus(LEFT_BEHIND);
    for (Path file : list(aside)) {
      try {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
          Files.delete(file);
        }
      } catch (NoSuchFileException e) {
        // another member was quicker
      }
    }
  }

  private Path aside() {
    return aside.resolve(UUID.randomUUID().toString());
  }

  @Override
  public byte @Nullable [] load(String object, byte[] key) throws IOException {
    Path file = home(object).resolve(digest(key));
    byte[] all;
    try {
      all = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    }
    int head = HEAD + key.length;
    if (all.length < head
        || ByteBuffer.wrap(all).getInt() != MARK
        || !Arrays.equals(all, HEAD, head, key, 0, key.length)) {
      throw damaged(file);
    }
    return Arrays.copyOfRange(all, head, all.length);
  }

  @Override
  public void save(String object, byte[] key, byte[] value) throws IOException {
    Path there = home(object);
    Path written = aside();
    try {
      write(written, key, value);
      make(there);
      Files.move(written, there.resolve(digest(key)), StandardCopyOption.ATOMIC_MOVE);
      sync(there);
    } catch (IOException e) {
      giveUp(written, e);
      throw e;
    }
  }

  private static void giveUp(Path written, IOException why) {
    try {
      Files.deleteIfExists(written);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  @Override
  public void delete(String object, byte[] key) throws IOException {
    Path there = home(object);
    if (Files.deleteIfExists(there.resolve(digest(key)))) {
      sync(there);
    }
  }

  @Override
  public Collection<byte[]> keys(String object) throws IOException {
    List<byte[]> keys = new ArrayList<>();
    Path there = home(object);
    if (Files.isDirectory(there)) {
      for (Path file : list(there)) {
        byte[] key = key(file);
        if (key != null) {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      all.forEach(files::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }

  /** Returns the key that a file begins with; null if the file is gone. */
  private static byte @Nullable [] key(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      long size = Files.size(file);
      if (size < HEAD || in.readInt() != MARK) {
        throw damaged(file);
      }
      int length = in.readInt();
      if (length < 0 || length > size - HEAD) {
        throw damaged(file);
      }
      return in.readNBytes(length);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static IOException damaged(Path file) {
    return new IOException(file + " is damaged, or no file of this store; take it away");
  }

  private static void write(Path file, byte[] key, byte[] value) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD + key.length).putInt(MARK).putInt(key.length);
    ByteBuffer[] parts = {head.put(key).flip(), ByteBuffer.wrap(value)};
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (parts[1].hasRemaining() || parts[0].hasRemaining()) {
        long _ = out.write(parts);
      }
      out.force(true);
    }
  }

  /** Makes a folder, and those above it, unless they are there. */
  private static void make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path above = folder.getParent();
      if (above != null) {
        make(above);
      }
      Files.createDirectories(folder);
      if (above != null) {
        sync(above);
      }
    }
  }

  /** Brings new names in a folder to the disk. */
  private static void sync(Path folder) throws IOException {
    if (FOLDERS_ARE_FILES) {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  private Path home(String object) {
    return folder.resolve(name(object));
  }

  private static String name(String object) {
    StringBuilder name = new StringBuilder();
    byte[] bytes = object.getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      if ((b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-') {
        name.append((char) b);
      } else {
        name.append('%').append(HexFormat.of().toHexDigits(b));
      }
    }
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      name.setLength(Math.min(name.length(), LONGEST_NAME / 2));
      name.append('~').append(digest(bytes));
    }
    return name.toString();
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("each Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "FolderStore[" + folder + "]";
  }
}
