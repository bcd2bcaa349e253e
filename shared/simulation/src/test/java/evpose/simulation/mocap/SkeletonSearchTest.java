package evpose.simulation.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkeletonSearchTest {
  @TempDir Path folder;

  @Test
  void takesTheMotionsOwnThenThePersonsThenTheOnlyOne() throws IOException {
    Path motion = folder.resolve("07_02.amc");
    Path any = Files.createFile(folder.resolve("any.asf"));
    assertThat(SkeletonSearch.of(motion)).isEqualTo(any);
    Path person = Files.createFile(folder.resolve("07.ASF"));
    assertThat(SkeletonSearch.of(motion)).isEqualTo(person);
    Path own = Files.createFile(folder.resolve("07_02.asf"));
    assertThat(SkeletonSearch.of(motion)).isEqualTo(own);
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Path motion = folder.resolve("07_02.amc");
    assertThatThrownBy(() -> CapturedBody.open(motion))
        .isInstanceOf(MotionFormatException.class)
        .hasMessage(
            motion
                + ": an AMC file needs its ASF skeleton in the same folder, as 07.asf:"
                + " skeletons there=0");
    Files.createFile(folder.resolve("a.asf"));
    Files.createFile(folder.resolve("b.asf"));
    assertThatThrownBy(() -> CapturedBody.open(motion)).hasMessageEndingWith("there=2");
    assertThatThrownBy(() -> CapturedBody.open(folder.resolve("walk.fbx")))
        .hasMessageEndingWith(
            "motions are read from .bvh files, or from .amc files beside their .asf");
  }
}
