import org.jspecify.annotations.NullMarked;

/** Green threads on hubs: greenlets, what they wait on, and what runs them. */
@NullMarked
module greenloom {
  requires static org.jspecify;
  requires transitive greenloom.jdk;
  requires java.management;

  exports greenloom;
  exports greenloom.hub;
  exports greenloom.net;
  exports greenloom.sync;
  exports greenloom.testing;

  provides java.net.spi.InetAddressResolverProvider with
      greenloom.net.Resolver;
}
