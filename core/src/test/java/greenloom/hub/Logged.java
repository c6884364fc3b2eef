package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the library logs while this is open; kept from the console. */
final class Logged extends Handler implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger("greenloom");

  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final boolean parents = LOGGER.getUseParentHandlers();

  Logged() {
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(this);
  }

  /** The messages as a reader sees them. */
  List<String> messages() {
    SimpleFormatter formatter = new SimpleFormatter();
    return records.stream().map(formatter::formatMessage).toList();
  }

  List<LogRecord> records() {
    return List.copyOf(records);
  }

  /** Waits until something has been logged. */
  void awaitRecord() throws InterruptedException {
    long until = System.nanoTime() + JdkWait.SOON.toNanos();
    while (records.isEmpty() && System.nanoTime() - until < 0) {
      Thread.sleep(1);
    }
    assertThat(records).as("what was logged").isNotEmpty();
  }

  @Override
  public void publish(LogRecord entry) {
    records.add(entry);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
    LOGGER.setUseParentHandlers(parents);
  }
}
