import org.jspecify.annotations.NullMarked;

/** Objects that machines share, kept by Hazelcast inside the processes that use them. */
@NullMarked
module greenloom.cluster {
  requires static org.jspecify;
  requires transitive greenloom.process;
  requires com.hazelcast.core;
  requires java.logging;

  exports greenloom.cluster;
}
