package evpose.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
  private static final DatasetSettings TINY =
      new DatasetSettings(5, 0.05, List.of(12, 13), List.of(0, 8));

  @TempDir Path dir;

  private static DatasetManifest generate(Path folder, DatasetSettings settings, int threads)
      throws IOException, InterruptedException {
    DatasetManifest manifest =
        new DatasetGenerator(folder, settings, (take, done, of) -> {}, () -> false).run(threads);
    assertThat(manifest).isNotNull();
    return manifest;
  }

  @Test
  void sameSettingsSameFilesWithAnyNumberOfThreads() throws Exception {
    DatasetManifest one = generate(dir.resolve("one"), TINY, 1);
    DatasetManifest two = generate(dir.resolve("two"), TINY, 2);
    assertThat(two).isEqualTo(one);
    assertThat(one.takes())
        .extracting(DatasetManifest.Entry::file)
        .containsExactly(
            "S12_session1_mov1.take",
            "S12_session2_mov1.take",
            "S13_session1_mov1.take",
            "S13_session2_mov1.take");
    assertThat(one.takes()).extracting(DatasetManifest.Entry::sha256).doesNotHaveDuplicates();
    assertThat(one.events()).isPositive();
    assertThat(DatasetFolder.open(dir.resolve("one")).files(Split.TEST))
        .containsExactly(
            dir.resolve("one/S13_session1_mov1.take"), dir.resolve("one/S13_session2_mov1.take"));
  }

  @Test
  void aTakeIsTheSameInASmallerSet() throws Exception {
    DatasetManifest all = generate(dir.resolve("all"), TINY, 2);
    DatasetManifest test =
        generate(dir.resolve("test"), new DatasetSettings(5, 0.05, List.of(13), List.of(0, 8)), 1);
    assertThat(test.takes()).isEqualTo(all.takes().subList(2, 4));
    assertThat(test.testSha256()).isEqualTo(all.testSha256());
  }

  @Test
  void framesComeBesideTheSameEvents() throws Exception {
    List<Integer> people = List.of(13);
    List<Integer> walking = List.of(8);
    generate(dir.resolve("plain"), new DatasetSettings(5, 0.25, people, walking), 1);
    DatasetSettings filmed = new DatasetSettings(5, 0.25, people, walking, true);
    generate(dir.resolve("filmed"), filmed, 1);
    Take plain = TakeFile.open(dir.resolve("plain/S13_session2_mov1.take"));
    Take take = TakeFile.open(dir.resolve("filmed/S13_session2_mov1.take"));
    assertThat(plain.frameEverySteps()).isZero();
    assertThat(take.frameEverySteps()).isEqualTo(10);
    byte[] first = new byte[346 * 260];
    byte[] second = new byte[346 * 260];
    for (int camera = 0; camera < 4; camera++) {
      assertThat(take.offset(camera, 25)).isEqualTo(plain.offset(camera, 25)).isPositive();
      for (int i = 0; i < take.offset(camera, 25); i++) {
        assertThat(take.event(camera, i)).isEqualTo(plain.event(camera, i));
      }
      take.frame(camera, 10, first);
      take.frame(camera, 20, second);
      int moved = 0;
      for (int i = 0; i < first.length; i++) {
        moved += Math.abs((first[i] & 0xFF) - (second[i] & 0xFF)) > 30 ? 1 : 0;
      }
      assertThat(moved).as("pixels of camera %d that a walker has changed", camera).isPositive();
    }
    assertThat(Files.size(dir.resolve("filmed/S13_session2_mov1.take")))
        .isLessThan(
            Files.size(dir.resolve("plain/S13_session2_mov1.take")) + 4 * 2 * 50_000); // bytes
    assertThatThrownBy(
            () -> generate(dir.resolve("filmed"), new DatasetSettings(5, 0.25, people, walking), 1))
        .hasMessageContaining("of other settings")
        .hasMessageContaining("\"frames\":true");
  }

  @Test
  void aPersonIsTheSameInEveryMovementAndAnotherInEverySubject() throws Exception {
    generate(dir, TINY, 2);
    double first = armMm("S12_session1_mov1");
    assertThat(armMm("S12_session2_mov1")).isCloseTo(first, within(0.5));
    assertThat(armMm("S13_session1_mov1")).isNotCloseTo(first, within(0.5));
  }

  private double armMm(String name) throws IOException {
    Take take = TakeFile.open(dir.resolve(name + ".take"));
    double square = 0;
    for (int axis = 0; axis < 3; axis++) {
      double d = take.worldMm(0, 2, axis) - take.worldMm(0, 1, axis);
      square += d * d;
    }
    return Math.sqrt(square);
  }

  @Test
  void goesOnWhereItWasStopped() throws Exception {
    DatasetManifest whole = generate(dir.resolve("whole"), TINY, 1);
    Path folder = dir.resolve("stopped");
    List<String> finished = new ArrayList<>();
    DatasetGenerator stopped =
        new DatasetGenerator(
            folder,
            TINY,
            (take, done, of) -> finished.add(take.name()),
            () -> finished.size() == 2);
    assertThat(stopped.run(1)).isNull();
    assertThatThrownBy(() -> DatasetFolder.open(folder))
        .hasMessageContaining("generate` again, it goes on");
    assertThat(generate(folder, TINY, 1)).isEqualTo(whole);
  }

  @Test
  void anotherSetInTheSameFolderIsRefused() throws Exception {
    generate(dir, TINY, 1);
    DatasetSettings other = new DatasetSettings(6, 0.05, List.of(12), List.of(0));
    assertThatThrownBy(() -> generate(dir, other, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("of other settings")
        .hasMessageContaining("\"seed\":5")
        .hasMessageContaining("\"seed\":6");
  }

  @Test
  void faultsAreNamed() throws Exception {
    generate(dir, TINY, 2);
    assertThat(DatasetFolder.open(dir).faults()).isEmpty();
    Path flipped = dir.resolve("S13_session1_mov1.take");
    byte[] bytes = Files.readAllBytes(flipped);
    bytes[bytes.length / 2] ^= 1;
    Files.write(flipped, bytes);
    Files.delete(dir.resolve("S12_session1_mov1.take"));
    Files.write(dir.resolve("S12_session2_mov1.take"), new byte[7]);
    assertThat(DatasetFolder.open(dir).faults())
        .satisfiesExactly(
            f -> assertThat(f).startsWith("a take is missing").contains("S12_session1_mov1"),
            f -> assertThat(f).startsWith("a take has another size").contains("bytes=7"),
            f -> assertThat(f).startsWith("a take has other bytes").contains("S13_session1_mov1"));
  }

  @Test
  void aManifestThatLeavesItsFolderIsRefused() throws Exception {
    generate(dir, TINY, 2);
    Path manifest = dir.resolve("dataset.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("S12_session1_mov1.take", "../secret.take"));
    assertThatThrownBy(() -> DatasetFolder.open(dir)).hasMessageContaining("../secret.take");
    Files.writeString(manifest, "{");
    assertThatThrownBy(() -> DatasetFolder.open(dir)).hasMessageContaining("manifest is broken");
  }
}
