package greenloom.examples;

import static greenloom.Greenloom.inCompletionOrder;
import static greenloom.Greenloom.run;

import greenloom.hub.Hub;
import greenloom.sync.AsyncResult;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asynchronous: a read is handed over, and one is told when it is done, the copying too. */
final class AsynchronousIo {
  static void main() {
    run(() -> Kitchen.serve(AsynchronousIo::eat));
  }

  private static void eat(SocketAddress kitchen) throws Exception {
    try (AsynchronousSocketChannel tea = order(kitchen);
        AsynchronousSocketChannel egg = order(kitchen);
        Hub.Hold _ = Hub.current().keepOpen()) { // threads that the hub knows nothing of will tell
      List<AsyncResult<ByteBuffer>> reads = List.of(read(tea), read(egg));
      IO.println("the guest could do something else");
      for (AsyncResult<ByteBuffer> read : inCompletionOrder(reads)) {
        IO.println(StandardCharsets.US_ASCII.decode(read.get().flip()));
      }
    }
  }

  private static AsynchronousSocketChannel order(SocketAddress kitchen) throws Exception {
    AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
    channel.connect(kitchen).get();
    return channel;
  }

  private static AsyncResult<ByteBuffer> read(AsynchronousSocketChannel channel) {
    ByteBuffer three = ByteBuffer.allocate(3);
    AsyncResult<ByteBuffer> done = new AsyncResult<>();
    channel.read(
        three,
        done,
        new CompletionHandler<Integer, AsyncResult<ByteBuffer>>() { // called by a thread of the JDK
          @Override
          public void completed(Integer bytes, AsyncResult<ByteBuffer> result) {
            result.set(three);
          }

          @Override
          public void failed(Throwable e, AsyncResult<ByteBuffer> result) {
            result.setException(e);
          }
        });
    return done;
  }
}
