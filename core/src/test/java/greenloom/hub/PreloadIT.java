package greenloom.hub;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.partitioningBy;

import greenloom.programs.LoadsSlowly;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A bare hub that loads a class may wait for one of its own green threads, and so for ever. */
class PreloadIT {
  @Test
  void onTheClassPath_bareHub_needsNoClassThatAGreenThreadIsLoading() throws Exception {
    run("-cp", Child.classPath());
  }

  @Test
  void onTheModulePath_bareHub_needsNoClassThatAGreenThreadIsLoading() throws Exception {
    Map<Boolean, String> paths =
        Stream.of(Child.classPath().split(File.pathSeparator))
            .collect(
                partitioningBy(
                    entry -> entry.matches(".*(/target/classes|greenloom[^/]*\\.jar)"),
                    joining(File.pathSeparator)));
    run("-p", paths.get(true), "--add-modules", "ALL-MODULE-PATH", "-cp", paths.get(false));
  }

  private static void run(String... where) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(where));
    arguments.addFirst("--add-opens=java.base/java.lang=ALL-UNNAMED");
    arguments.add(LoadsSlowly.class.getName());
    Child.java(arguments).assertSays("at its end");
  }
}
