package greenloom.hub;

/**
 * The signal of a kill. It comes out of the wait in which the killed green thread stands, unwinds
 * it, and is no failure. An {@code Error}, so that {@code catch (Exception e)} does not stop it;
 * code that catches it on purpose lives on.
 *
 * <p>It has no stack trace, which would cost more than the kill: it says nothing of what went
 * wrong, since nothing did. With {@code -Dgreenloom.debug=kill} it has that of who killed.
 */
public class GreenletExit extends Error {
  private static final long serialVersionUID = 1;
  private static final boolean TRACED = System.getProperty("greenloom.debug", "").contains("kill");

  /** Makes one without a message. */
  public GreenletExit() {
    this("killed");
  }

  /** Makes one that says why. */
  public GreenletExit(String message) {
    super(message, null, true, TRACED);
  }
}
