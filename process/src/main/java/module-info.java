import org.jspecify.annotations.NullMarked;

/** Worker processes on this machine: pools, queues, pipes and shared objects. */
@NullMarked
module greenloom.process {
  requires static org.jspecify;
  requires transitive greenloom;

  exports greenloom.process;
}
