package greenloom.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value as bytes: on its way between processes, or kept by a process that need not understand it.
 * The first byte tells the form; plain values have short ones, all others that of Java. Two are
 * equal if their bytes are. It does not change, and any thread may use it.
 */
final class Blob {
  private static final byte NULL = 0;
  private static final byte FALSE = 1;
  private static final byte TRUE = 2;
  private static final byte INT = 3;
  private static final byte LONG = 4;
  private static final byte DOUBLE = 5;
  private static final byte TEXT = 6;
  private static final byte BYTES = 7;
  private static final byte OBJECT = 8;

  static final Blob NOTHING = new Blob(new byte[] {NULL});
  static final Blob NO = new Blob(new byte[] {FALSE});
  static final Blob YES = new Blob(new byte[] {TRUE});

  private final byte[] array;
  private final int from;
  private final int length;

  /** A part of {@code array}, which nobody changes any more. */
  Blob(byte[] array, int from, int length) {
    this.array = array;
    this.from = from;
    this.length = length;
  }

  private Blob(byte[] array) {
    this(array, 0, array.length);
  }

  /**
   * Returns {@code value} as it is now.
   *
   * @throws IllegalArgumentException if it is not serialisable
   */
  static Blob of(@Nullable Object value) {
    return switch (value) {
      case null -> NOTHING;
      case Boolean yes -> yes ? YES : NO;
      case Integer n -> new Blob(form(INT, 4).putInt(n).array());
      case Long n -> new Blob(form(LONG, 8).putLong(n).array());
      case Double n -> new Blob(form(DOUBLE, 8).putDouble(n).array());
      case byte[] bytes -> new Blob(form(BYTES, bytes.length).put(bytes).array());
      case String text when !hasSurrogates(text) -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        yield new Blob(form(TEXT, bytes.length).put(bytes).array());
      }
      default -> serialised(value);
    };
  }

  private static ByteBuffer form(byte form, int bytes) {
    return ByteBuffer.allocate(1 + bytes).put(form);
  }

  /** Such text may be one that UTF-8 has no bytes for. */
  private static boolean hasSurrogates(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static Blob serialised(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    bytes.write(OBJECT);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (NotSerializableException e) {
      throw new IllegalArgumentException(
          "it cannot go to another process: "
              + e.getMessage()
              + " is not serialisable; let it implement java.io.Serializable",
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException("it cannot go to another process: " + e.getMessage(), e);
    }
    return new Blob(bytes.toByteArray());
  }

  /**
   * Returns the value, a new one each time.
   *
   * @throws UncheckedIOException if {@code filter} does not accept it, or it cannot be made here
   */
  @Nullable Object value(ObjectInputFilter filter) {
    ByteBuffer in = ByteBuffer.wrap(array, from, length);
    return switch (in.get()) {
      case NULL -> null;
      case FALSE -> false;
      case TRUE -> true;
      case INT -> in.getInt();
      case LONG -> in.getLong();
      case DOUBLE -> in.getDouble();
      case TEXT -> new String(array, from + 1, length - 1, StandardCharsets.UTF_8);
      case BYTES -> Arrays.copyOfRange(array, from + 1, from + length);
      case OBJECT -> object(filter);
      default -> throw unreadable(new IOException("a value of unknown form"));
    };
  }

  private Object object(ObjectInputFilter filter) {
    try (ObjectInputStream in =
        new Reading(new ByteArrayInputStream(array, from + 1, length - 1), filter)) {
      return in.readObject();
    } catch (InvalidClassException e) {
      throw new UncheckedIOException(
          "what came from another process is not accepted here: "
              + e.getMessage()
              + "; name its class in WorkerSetup.accept",
          e);
    } catch (ClassNotFoundException e) {
      throw unreadable(new IOException("there is no class " + e.getMessage() + " here", e));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException(
        "what came from another process cannot be read: " + e.getMessage(), e);
  }

  /** Finds classes where the thread would, so that any loader's may come. */
  private static final class Reading extends ObjectInputStream {
    Reading(ByteArrayInputStream from, ObjectInputFilter filter) throws IOException {
      super(from);
      long most = 4L * from.available() + 1024; // an array with more elements is a lie
      setObjectInputFilter(
          info -> info.arrayLength() > most ? Status.REJECTED : filter.checkInput(info));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described)
        throws IOException, ClassNotFoundException {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      try {
        return Class.forName(described.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(described);
      }
    }
  }

  /** Returns how many bytes it has. */
  int length() {
    return length;
  }

  /** Returns its bytes, for reading. */
  ByteBuffer bytes() {
    return ByteBuffer.wrap(array, from, length);
  }

  /** Returns one that holds no more than its bytes, to be kept. */
  Blob compact() {
    return length == array.length ? this : new Blob(Arrays.copyOfRange(array, from, from + length));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Blob b
        && Arrays.equals(array, from, from + length, b.array, b.from, b.from + b.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return "Blob[" + length + " bytes]";
  }
}
