package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockingIoIT {
  @Test
  void main_theEggIsFirst_butIsReadAfterTheTea() throws Exception {
    assertThat(Output.of(BlockingIo::main))
        .containsExactly("the guest waits in InputStream.read", "tea", "egg");
  }
}
