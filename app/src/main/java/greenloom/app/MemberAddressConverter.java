package greenloom.app;

import greenloom.cluster.MemberAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where members of a cluster listen. */
final class MemberAddressConverter implements ITypeConverter<MemberAddress> {
  @Override
  public MemberAddress convert(String text) {
    try {
      return MemberAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
