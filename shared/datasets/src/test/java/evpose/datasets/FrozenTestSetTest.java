package evpose.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenTestSetTest {
  private static final int TEST_SUBJECTS = 5;
  private static final int MOVEMENTS = 33;

  @Test
  void hasEveryMovementOfEveryTestSubject() {
    int known = 0;
    for (int subject = 13; subject < 13 + TEST_SUBJECTS; subject++) {
      for (int movement = 0; movement < MOVEMENTS; movement++) {
        known += FrozenTestSet.sha256Of(TakeId.of(subject, movement)).isPresent() ? 1 : 0;
      }
    }
    assertThat(known).isEqualTo(TEST_SUBJECTS * MOVEMENTS);
  }

  /** On any machine and JDK: a simulator that changes needs a new test set and new numbers. */
  @Test
  void aTakeSimulatedHereHasTheFrozenBytes(@TempDir Path folder) throws Exception {
    DatasetSettings settings =
        new DatasetSettings(
            DatasetSettings.SEED, DatasetSettings.SECONDS_PER_TAKE, List.of(14), List.of(16));
    new DatasetGenerator(folder, settings, (take, done, of) -> {}, () -> false).run(1);
    TakeId take = TakeId.of(14, 16);
    assertThat(Sha256.of(DatasetFolder.file(folder, take)))
        .isEqualTo(FrozenTestSet.sha256Of(take).orElseThrow());
  }
}
