import org.jspecify.annotations.NullMarked;

/** The one door to what the JDK keeps inside. */
@NullMarked
module greenloom.jdk {
  requires jdk.unsupported; // sun.reflect.ReflectionFactory and sun.misc.Signal, by reflection
  requires static org.jspecify;

  exports greenloom.jdk;
}
