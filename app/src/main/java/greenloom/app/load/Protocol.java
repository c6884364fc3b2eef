package greenloom.app.load;

import java.io.IOException;
import java.net.Socket;

/** What connections talk. */
public interface Protocol {
  /** Begins to talk over a connected socket; neither sends nor waits. */
  Exchange over(Socket socket) throws IOException;

  /** Whether each exchange has a connection of its own, whose beginning is part of it. */
  boolean connectsAnew();
}
