package evpose.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSettingsTest {
  @TempDir Path dir;

  private Path file(String json) throws IOException {
    return Files.writeString(dir.resolve("run.json"), json);
  }

  @Test
  void whatTheFileLeavesOutIsAsUsual() throws IOException {
    TrainingSettings read =
        TrainingSettings.read(file("{\"name\": \"a\", \"ann\": {\"minutes\": 5}}"));
    TrainingSettings usual = TrainingSettings.defaults();
    assertThat(read.name()).isEqualTo("a");
    assertThat(read.ann().minutes()).isEqualTo(5);
    assertThat(read.ann().batch()).isEqualTo(usual.ann().batch());
    assertThat(read.hybrid()).isEqualTo(usual.hybrid());
    assertThat(read.data()).isEqualTo(usual.data());
  }

  @Test
  void anUnknownKeyIsRefused() throws IOException {
    Path file = file("{\"ann\": {\"bacth\": 5}}");
    assertThatThrownBy(() -> TrainingSettings.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining("\"bacth\"");
  }

  @Test
  void aValueOutsideItsRuleIsNamed() throws IOException {
    Path file = file("{\"data\": {\"movements\": 34}}");
    assertThatThrownBy(() -> TrainingSettings.read(file))
        .hasMessage(file + ": training settings: data.movements must be in [1, 33]: value=34");
  }

  @Test
  void learningRateRisesThenFalls() {
    assertThat(LearningRate.share(0)).isEqualTo(0.05);
    assertThat(LearningRate.share(0.03)).isCloseTo(1, within(1e-12));
    assertThat(LearningRate.share(0.515)).isCloseTo(0.51, within(1e-12));
    assertThat(LearningRate.share(1)).isCloseTo(0.02, within(1e-12));
    for (double done = 0.04; done <= 1; done += 0.01) {
      assertThat(LearningRate.share(done)).isLessThan(LearningRate.share(done - 0.01));
    }
  }
}
