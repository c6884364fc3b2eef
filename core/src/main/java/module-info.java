import org.jspecify.annotations.NullMarked;

/** Green threads on hubs: greenlets, what they wait on, and what runs them. */
@NullMarked
module greenloom {
  requires static org.jspecify;
  requires transitive greenloom.jdk;
  requires java.management;
  requires static jdk.jfr; // its events are there if it is
  requires static jdk.jshell; // for the backdoor, if it is there

  exports greenloom;
  exports greenloom.hub;
  exports greenloom.net;
  exports greenloom.sync;
  exports greenloom.testing;
  exports greenloom.timeline;

  provides java.net.spi.InetAddressResolverProvider with
      greenloom.net.Resolver;
}
