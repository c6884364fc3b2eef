package greenloom.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value in serialised form, which whoever keeps it need not understand; equal by its bytes. */
final class Packed implements Serializable {
  private static final long serialVersionUID = 1;

  private final byte[] bytes;

  private Packed(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns a value that is not null as it is now.
   *
   * @throws IllegalArgumentException if it is not serialisable
   */
  static Packed of(@Nullable Object value) {
    return orNull(Objects.requireNonNull(value, "shared objects take no null"));
  }

  /** One of bytes that {@link #bytes} gave, which nobody changes any more. */
  static Packed made(byte[] bytes) {
    return new Packed(bytes);
  }

  /** Returns its bytes, for reading. */
  byte[] bytes() {
    return bytes;
  }

  /** The same for a value that may be null. */
  static Packed orNull(@Nullable Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
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
    return new Packed(bytes.toByteArray());
  }

  /** Returns the value, a new one each time; the caller knows its type. */
  // null only if null was packed, of another type only if the caller is wrong
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  <T> T value() {
    try (ObjectInputStream in = new Reading(bytes)) {
      return (T) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new UncheckedIOException(
          new IOException("there is no class " + e.getMessage() + " here", e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Finds classes where the program's own are, on threads of Hazelcast, too. */
  private static final class Reading extends ObjectInputStream {
    Reading(byte[] bytes) throws IOException {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass type)
        throws IOException, ClassNotFoundException {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      try {
        return Class.forName(type.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(type);
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Packed packed && Arrays.equals(bytes, packed.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Packed[" + bytes.length + " bytes]";
  }
}
