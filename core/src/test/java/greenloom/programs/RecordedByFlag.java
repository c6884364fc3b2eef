package greenloom.programs;

import static greenloom.Greenloom.spawn;

import greenloom.hub.GreenThread;

/** Runs one greenlet. */
public final class RecordedByFlag {
  private RecordedByFlag() {}

  public static void main(String[] args) {
    spawn(() -> System.out.println(GreenThread.current().name() + " has run"))
        .named("the first")
        .join();
    boolean there = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    System.out.println(there ? "with jdk.jfr" : "without jdk.jfr");
  }
}
