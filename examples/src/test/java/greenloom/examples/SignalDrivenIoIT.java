package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignalDrivenIoIT {
  @Test
  void main_isCalledWhenSomethingCanBeRead() throws Exception {
    assertThat(Output.of(SignalDrivenIo::main))
        .containsExactly(
            "the guest could do something else", "the guest waits in Watcher.await", "egg", "tea");
  }
}
