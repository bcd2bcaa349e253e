package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.EventPacket;
import evpose.hybrid.AnnInput;
import evpose.hybrid.ModelDescription;
import evpose.messages.RigMessage;
import evpose.weights.ModelBundle;
import evpose.weights.RandomWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CameraModelsTest {
  @TempDir Path folder;

  private final CameraModel own = Models.plain();
  private CameraModels models = CameraModels.of(own);

  @AfterEach
  void close() {
    models.close();
  }

  @Test
  void itsOwnHasThreeNames() {
    models = new CameraModels(own, "study", folder, Engines.PLAIN);
    for (String name : new String[] {"", "study", own.sha256()}) {
      assertThat(models.get(name)).isSameAs(own);
      assertThat(models.sha256(name)).isEqualTo(own.sha256());
    }
  }

  @Test
  void thoseThatShipGoByTheirPresetsName() {
    assertThat(models.description("compact-C")).isNotNull();
    assertThat(models.description("../compact")).isNull();
    assertThat(models.description("huge")).isNull();
  }

  @Test
  void thoseOfTheFolderGoByTheirHashHoweverLateTheyCome() throws IOException {
    models = new CameraModels(own, "study", folder, Engines.PLAIN);
    ModelBundle bundle =
        ModelBundle.of(Models.DESCRIPTION, RandomWeights.of(Models.DESCRIPTION, 6));
    assertThat(models.description(bundle.sha256())).isNull();
    Files.writeString(folder.resolve("torn.safetensors"), "no");
    bundle.save(folder.resolve("late.safetensors"));
    assertThat(models.description(bundle.sha256())).isEqualTo(Models.DESCRIPTION);
    models.prepare(bundle.sha256());
    assertThat(models.get(bundle.sha256()).sha256()).isEqualTo(bundle.sha256());
    assertThat(models.get(bundle.sha256())).isSameAs(models.get(bundle.sha256()));
  }

  @Test
  void oneWhoseAnnLooksAtFramesIsANetworkLikeAnyOther() throws IOException {
    models = new CameraModels(own, "study", folder, Engines.PLAIN);
    ModelDescription frames = Models.DESCRIPTION.withAnnInput(AnnInput.GREY);
    ModelBundle bundle = ModelBundle.of(frames, RandomWeights.of(frames, 6));
    Path file = folder.resolve("frames.safetensors");
    bundle.save(file);
    ModelDescription found = models.description(bundle.sha256());
    assertThat(found).isEqualTo(frames);
    KeyFrames keyFrames = new KeyFrames(100, 0);
    RigMessage rig = rig(bundle.sha256(), "");
    RigRuns runs = new RigRuns(models, keyFrames);
    EventPacket packet = SimulatedPackets.of(1).get(0);
    assertThat(runs.refusal(rig, packet)).isNull();
    // a window more than one that looks at events
    assertThat(runs.reachMicros(rig)).isEqualTo(400_000 + (2 * 10 + 4) * 10_000);
    TaskCameras.Refusal refusal = runs.refusal(rig(bundle.sha256(), "fixed-10-roi"), packet);
    assertThat(refusal).isNotNull();
    assertThat(refusal.reason()).isEqualTo("unknown-policy");
    assertThat(refusal.message()).contains("has key frames where frames are");
  }

  private static RigMessage rig(String model, String policy) {
    RigMessage rig = SimulatedPackets.RIG;
    return new RigMessage(
        rig.rig(), rig.cameras(), rig.posesPartition(), rig.stepMicros(), model, policy);
  }

  @Test
  void aFileThatHasChangedSinceIsNotRun() throws IOException {
    models = new CameraModels(own, "study", folder, Engines.PLAIN);
    Path file = folder.resolve("a.safetensors");
    ModelBundle bundle =
        ModelBundle.of(Models.DESCRIPTION, RandomWeights.of(Models.DESCRIPTION, 6));
    bundle.save(file);
    assertThat(models.description(bundle.sha256())).isNotNull();
    ModelBundle.of(Models.DESCRIPTION, RandomWeights.of(Models.DESCRIPTION, 7)).save(file);
    assertThatThrownBy(() -> models.get(bundle.sha256()))
        .hasMessageContaining("the network cannot be loaded: model=" + bundle.sha256());
  }

  @Test
  void moreThanEightOthersAreNotLoaded() throws IOException {
    models = new CameraModels(own, "study", folder, Engines.PLAIN);
    String last = "";
    for (int i = 0; i < 9; i++) {
      ModelBundle bundle =
          ModelBundle.of(Models.DESCRIPTION, RandomWeights.of(Models.DESCRIPTION, 100 + i));
      bundle.save(folder.resolve(i + ".safetensors"));
      last = bundle.sha256();
      assertThat(models.description(last) == null).isEqualTo(i == 8);
    }
  }
}
