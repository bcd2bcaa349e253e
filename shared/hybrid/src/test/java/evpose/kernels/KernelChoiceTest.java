package evpose.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KernelChoiceTest {
  @Test
  void withoutTheModuleThePlainTwinRunsAndSaysWhatToDo() {
    assertThat(KernelChoice.of("auto", false).why())
        .isEqualTo(
            "plain loops (start Java with --add-modules jdk.incubator.vector for the faster twin)");
  }

  @Test
  void plainCanBeAskedFor() {
    assertThat(KernelChoice.of("plain", true).why())
        .isEqualTo("plain loops (asked for by evpose.kernels)");
  }

  @Test
  void vectorThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> KernelChoice.of("vector", false))
        .hasMessage(
            "evpose.kernels=vector needs a module, start Java with --add-modules"
                + " jdk.incubator.vector");
  }

  @Test
  void anUnknownWishIsRefused() {
    assertThatThrownBy(() -> KernelChoice.of("fast", true))
        .hasMessage("evpose.kernels must be vector, plain or auto: evpose.kernels=fast");
  }
}
