package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void theShippedNetworkAnswersMadeUpEvents() {
    try (CameraModel model = CameraModel.load("compact", Engines.PLAIN)) {
      assertThat(WarmUp.run(model, 60)).isGreaterThan(20);
      assertThat(WarmUp.run(model, 0)).isZero();
    }
  }
}
