package greenloom.hub;

/** The connection between a thing and somebody who wants to hear of it once. */
@FunctionalInterface
public interface Link {
  /** Cuts the connection; nothing is heard any more. Does nothing the second time. Any thread. */
  void unlink();
}
