package greenloom.app.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** One HTTP/1.1 request over and over; the next one when the answer has come. */
public final class HttpProtocol implements Protocol {
  private final byte[] request;
  private final boolean head;
  private final boolean keepAlive;

  /** Sends {@code request}, each over a new connection unless {@code keepAlive}. */
  public HttpProtocol(HttpRequest request, boolean keepAlive) {
    this.request = request.bytes();
    this.head = request.isHead();
    this.keepAlive = keepAlive;
  }

  @Override
  public Exchange over(Socket socket) throws IOException {
    return new Connection(socket.getOutputStream(), new AnswerReader(socket.getInputStream()));
  }

  @Override
  public boolean connectsAnew() {
    return !keepAlive;
  }

  private final class Connection implements Exchange {
    private final OutputStream out;
    private final AnswerReader answers;

    Connection(OutputStream out, AnswerReader answers) {
      this.out = out;
      this.answers = answers;
    }

    @Override
    public int perform() throws IOException {
      out.write(request);
      return answers.read(head);
    }

    @Override
    public boolean answered() {
      return answers.begun();
    }

    @Override
    public boolean reusable() {
      return keepAlive && answers.keepAlive();
    }

    @Override
    public void awaitEnd() throws IOException {
      answers.awaitEnd();
    }

    @Override
    public long received() {
      return answers.received();
    }

    @Override
    public int requestSize() {
      return request.length;
    }
  }
}
