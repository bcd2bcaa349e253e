package evpose.training.triangulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimatedTakeFileTest {
  @TempDir Path dir;

  @Test
  void comesBackAsItWas() throws IOException {
    EstimatedTake take = Estimates.of(3, 12, 2);
    Path file = dir.resolve("S3_session2_mov1.poses");
    EstimatedTakeFile.write(file, take);
    EstimatedTake back = EstimatedTakeFile.read(file);
    assertThat(back.modelSha256()).isEqualTo(take.modelSha256());
    assertThat(back.subject()).isEqualTo(3);
    assertThat(back.movement()).isEqualTo(8);
    assertThat(back.stepMicros()).isEqualTo(10_000);
    assertThat(back.cameras()).containsExactly(3, 2);
    assertThat(back.seen()).isEqualTo(take.seen());
    assertThat(back.worldMm()).isEqualTo(take.worldMm());
    assertThat(EstimatedTakes.open(dir)).hasSize(1);
  }

  @Test
  void aFileThatIsCutShortOrSomethingElseIsRefused() throws IOException {
    Path file = dir.resolve("S3_session2_mov1.poses");
    EstimatedTakeFile.write(file, Estimates.of(3, 12, 2));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 4));
    assertThatThrownBy(() -> EstimatedTakeFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file
                + ": the estimates are cut short, delete the file and it is made anew: bytes="
                + (bytes.length - 4));
    Files.writeString(file, "something else that is long enough to have a header");
    assertThatThrownBy(() -> EstimatedTakeFile.read(file))
        .hasMessage(file + ": no estimates of this version, delete it and it is made anew");
  }
}
