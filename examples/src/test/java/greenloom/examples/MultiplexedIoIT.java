package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MultiplexedIoIT {
  @Test
  void main_oneWaitForBoth_readsWhatHasCome() throws Exception {
    assertThat(Output.of(MultiplexedIo::main))
        .containsExactly("the guest waits in SelectorImpl.select", "egg", "tea");
  }
}
