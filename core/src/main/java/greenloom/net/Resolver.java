package greenloom.net;

import greenloom.ThreadPool;
import greenloom.hub.Body;
import greenloom.hub.GreenThread;
import greenloom.jdk.GreenThreads;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * The JDK's own look-up of host names, on a native thread for green threads: the hub goes on while
 * the operating system asks.
 *
 * <p>The JDK finds it by itself; nobody calls it. Threads that are not green look names up as
 * without it, and so does everybody with {@code -Dgreenloom.resolver=off}. Addresses in digits and
 * {@code localhost} need no native thread. The JDK's cache of names stands before it.
 *
 * <p>At most as many look-ups run at a time as the {@linkplain ThreadPool#ofHub() pool of the hub}
 * has threads; others wait in line. A kill or a time limit ends the wait; the look-up runs on and
 * its answer is dropped. An interrupt does not, as ever, and stays set.
 */
public final class Resolver extends InetAddressResolverProvider {
  /** Made by the JDK. */
  public Resolver() {}

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver builtin = configuration.builtinResolver();
    return "off".equals(System.getProperty("greenloom.resolver")) ? builtin : besideHub(builtin);
  }

  @Override
  public String name() {
    return "greenloom";
  }

  /** What {@code resolver} does, on a native thread if a green thread asks. */
  static InetAddressResolver besideHub(InetAddressResolver resolver) {
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        return host.equalsIgnoreCase("localhost")
            ? resolver.lookupByName(host, policy)
            : beside(() -> resolver.lookupByName(host, policy));
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return beside(() -> resolver.lookupByAddress(address));
      }
    };
  }

  private static <T> T beside(Body<T, UnknownHostException> lookup) throws UnknownHostException {
    boolean green = GreenThreads.taskOf(Thread.currentThread()) instanceof GreenThread;
    return green ? NativeCall.of(lookup) : lookup.run();
  }
}
