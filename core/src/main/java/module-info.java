import org.jspecify.annotations.NullMarked;

/** Hubs, greenlets and everything that waits on them. */
@NullMarked
module greenloom {
  requires greenloom.jdk;
  requires java.management;
  requires static transitive org.jspecify;

  exports greenloom;
  exports greenloom.hub;
  exports greenloom.sync;
  exports greenloom.testing;
}
