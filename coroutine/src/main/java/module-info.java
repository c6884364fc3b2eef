import org.jspecify.annotations.NullMarked;

/** Symmetric coroutines and generators, without a hub. */
@NullMarked
module greenloom.coroutine {
  requires greenloom.jdk;
  requires static org.jspecify;

  exports greenloom.coroutine;
}
