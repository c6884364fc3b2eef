package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PicturesIT {
  @Test
  void main_threePictures_areInOneFolder() throws Exception {
    List<String> lines = Output.of(Pictures::main);
    Path folder = Path.of(lines.getFirst().replace("into ", ""));
    assertThat(lines.subList(1, lines.size()))
        .containsExactly("saved 1-red.svg", "saved 2-green.svg", "saved 3-blue.svg");
    for (String name : List.of("1-red.svg", "2-green.svg", "3-blue.svg")) {
      String colour = name.replaceAll(".-(.*)\\.svg", "$1");
      Path file = folder.resolve(name);
      assertThat(file).content().startsWith("<svg ").contains("fill='" + colour + "'");
      Files.delete(file);
    }
    Files.delete(folder); // only they were in it
  }
}
