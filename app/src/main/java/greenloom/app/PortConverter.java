package greenloom.app;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads port numbers; 0 means any that is free. */
final class PortConverter implements ITypeConverter<Integer> {
  private static final int MOST = 65535;

  @Override
  public Integer convert(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > MOST) {
      throw new TypeConversionException("'" + text + "' is no port from 0 to " + MOST);
    }
    return Integer.valueOf(text);
  }
}
