package greenloom.app;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what can stand in an HTTP header. */
final class HeaderConverter implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    if (text.isBlank() || !text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new TypeConversionException(
          "'" + text + "' cannot stand in a header, which takes printable ASCII");
    }
    return text;
  }
}
