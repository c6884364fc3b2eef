package greenloom.app;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads whole numbers that must not be too small. */
abstract sealed class CountConverter implements ITypeConverter<Integer> {
  private final int least;

  private CountConverter(int least) {
    this.least = least;
  }

  /** One or more. */
  static final class FromOne extends CountConverter {
    FromOne() {
      super(1);
    }
  }

  /** Zero or more. */
  static final class FromZero extends CountConverter {
    FromZero() {
      super(0);
    }
  }

  @Override
  public final Integer convert(String text) {
    boolean number = text.matches("\\d{1,9}");
    if (!number || Integer.parseInt(text) < least) {
      throw new TypeConversionException(
          "'" + text + "' is no whole number from " + least + " upwards");
    }
    return Integer.valueOf(text);
  }
}
