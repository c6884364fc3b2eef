package greenloom.net;

import static greenloom.Greenloom.call;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.hub.Child;
import greenloom.programs.ReadsConsole;
import greenloom.testing.NothingLeft;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
@Timeout(60)
class StandardInputIT {
  /** It says "ready" only if a waiting reader does not hold the hub. */
  @Test
  void installed_readersWait_othersGoOn_nothingIsLost() {
    String said =
        call(() -> {
          String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
          try (Subprocess child =
              Subprocess.start(java, "-cp", Child.classPath(), ReadsConsole.class.getName())) {
            var out =
                new BufferedReader(new InputStreamReader(child.output(), StandardCharsets.UTF_8));
            assertThat(out.readLine()).isEqualTo("ready");
            child.input().write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
            child.input().close();
            String rest = out.readLine() + ", " + out.readLine();
            assertThat(child.await()).isZero();
            return rest;
          }
        });
    assertThat(said).isEqualTo("got one, then two");
  }
}
