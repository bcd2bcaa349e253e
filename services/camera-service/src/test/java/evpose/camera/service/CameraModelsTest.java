package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.hybrid.AnnInput;
import evpose.hybrid.ModelDescription;
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
  void oneWhoseAnnLooksAtFramesIsNoNetworkForAStream() throws IOException {
    models = new CameraModels(own, "study", folder, Engines.PLAIN);
    ModelDescription frames = Models.DESCRIPTION.withAnnInput(AnnInput.GREY);
    ModelBundle bundle = ModelBundle.of(frames, RandomWeights.of(frames, 6));
    Path file = folder.resolve("frames.safetensors");
    bundle.save(file);
    assertThat(models.description(bundle.sha256())).isNull();
    assertThatThrownBy(() -> CameraModel.load(file.toString(), Engines.PLAIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "evpose.camera.model must run on events: this network's ANN looks at frames, which"
                + " streams do not carry: measure it with `evpose evaluate`, stream one that was"
                + " trained on events: annInput=grey, evpose.camera.model="
                + file);
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
