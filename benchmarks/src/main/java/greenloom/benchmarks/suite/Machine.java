package greenloom.benchmarks.suite;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What it was measured on. */
final class Machine {
  private Machine() {}

  /** Returns processors, memory and operating system in one line. */
  static String description() {
    return String.format(
        Locale.ROOT,
        "%d processors (%s), %s of memory, %s %s (%s)",
        Runtime.getRuntime().availableProcessors(),
        entry("/proc/cpuinfo", "model name", "model unknown"),
        memory(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"));
  }

  /** Returns how many wanted a processor in the last minute, on average. */
  static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return String.format(Locale.ROOT, "%.2f", load);
  }

  private static String memory() {
    String kilobytes = entry("/proc/meminfo", "MemTotal", "").replaceAll("[^0-9]", "");
    return kilobytes.isEmpty()
        ? "unknown size"
        : String.format(Locale.ROOT, "%.0f GiB", Long.parseLong(kilobytes) / 1024.0 / 1024.0);
  }

  private static String entry(String file, String name, String otherwise) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.replaceFirst("[^:]*:\\s*", ""))
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }
}
