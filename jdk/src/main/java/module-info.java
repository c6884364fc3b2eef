import org.jspecify.annotations.NullMarked;

/** The one door to what the JDK keeps inside. */
@NullMarked
module greenloom.jdk {
  requires static transitive org.jspecify;

  exports greenloom.jdk;
}
