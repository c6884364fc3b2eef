package greenloom;

/** What a greenlet does that gives nothing: a {@link Runnable} that may throw anything. */
@FunctionalInterface
public interface Action {
  /** Does it. */
  void run() throws Exception;
}
