package greenloom.app;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads durations such as {@code 1m30s}, {@code 2s}, {@code 500ms}; a bare number means seconds.
 */
final class DurationConverter implements ITypeConverter<Duration> {
  private static final Pattern FORM =
      Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?(?:(\\d{1,9})ms)?");

  @Override
  public Duration convert(String text) {
    Matcher m = FORM.matcher(text.matches("\\d+") ? text + "s" : text);
    if (text.isEmpty() || !m.matches()) {
      throw new TypeConversionException("'" + text + "' is no duration such as 1m30s, 2s or 500ms");
    }
    Duration d =
        Duration.ofHours(number(m, 1))
            .plusMinutes(number(m, 2))
            .plusSeconds(number(m, 3))
            .plusMillis(number(m, 4));
    if (d.isZero()) {
      throw new TypeConversionException("a duration must be longer than " + text);
    }
    return d;
  }

  private static long number(Matcher m, int group) {
    String digits = m.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
