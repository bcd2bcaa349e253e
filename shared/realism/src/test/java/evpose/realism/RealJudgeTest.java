package evpose.realism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import evpose.weights.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The authors' own network on their own two frames; skipped where they are not at hand. */
class RealJudgeTest {
  private static final Path FOLDER = Path.of("../../../shared/data/dhp19");

  @Test
  void theReleasedNetworkAnswersAsPrinted() throws IOException {
    assumeTrue(
        Files.exists(FOLDER.resolve("DHP_CNN.model")),
        "the released network and frames of DHP19 are not here: " + FOLDER);
    Tensors judge = KerasWeights.read(FOLDER.resolve("DHP_CNN.model"));
    RealFrames.Score score = new RealFrames(FOLDER).score(judge, 1);
    assertThat(score.pxFromPrinted()).allMatch(px -> px < 3.5);
    assertThat(score.px()).allMatch(px -> px < 8);
  }

  @Test
  void aFileThatIsNoModelIsRefusedByName(@TempDir Path dir) throws IOException {
    Path notes = Files.writeString(dir.resolve("notes.model"), "hello");
    assertThatThrownBy(() -> KerasWeights.read(notes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("notes.model");
    assertThatThrownBy(() -> KerasWeights.read(dir.resolve("none.model")))
        .hasMessageContaining("none.model");
  }
}
