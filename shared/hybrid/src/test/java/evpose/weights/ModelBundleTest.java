package evpose.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.hybrid.AnnInput;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.StateInit;
import evpose.hybrid.Variant;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelBundleTest {
  private static final ModelDescription STUDY = ModelDescription.study();

  @TempDir Path folder;

  @Test
  void savedAndLoadedItIsTheSameModel() throws Exception {
    ModelBundle bundle = ModelBundle.of(STUDY, RandomWeights.of(STUDY, 1));
    Path weights = folder.resolve("study.safetensors");
    bundle.save(weights);
    ModelBundle loaded = ModelBundle.load(weights);
    assertThat(loaded.description()).isEqualTo(STUDY);
    assertThat(loaded.sha256()).isEqualTo(bundle.sha256()).hasSize(64);
    for (String name : bundle.tensors().names()) {
      assertThat(loaded.tensors().get(name).data()).isEqualTo(bundle.tensors().get(name).data());
    }
  }

  @Test
  void theHashIsThatOfBothFilesInARow() throws Exception {
    Path weights = folder.resolve("study.safetensors");
    ModelBundle bundle = ModelBundle.of(STUDY, RandomWeights.of(STUDY, 1));
    bundle.save(weights);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(Files.readAllBytes(folder.resolve("study.json")));
    digest.update(Files.readAllBytes(weights));
    assertThat(bundle.sha256()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
  }

  @Test
  void aNetworkOnFramesSaysSoAndOneOnEventsKeepsTheNameItHad() throws Exception {
    ModelDescription grey = STUDY.withAnnInput(AnnInput.GREY);
    ModelBundle frames = ModelBundle.of(grey, RandomWeights.of(grey, 1));
    Path weights = folder.resolve("study.safetensors");
    frames.save(weights);
    assertThat(Files.readString(folder.resolve("study.json"))).contains("\"annInput\" : \"grey\"");
    ModelBundle loaded = ModelBundle.load(weights);
    assertThat(loaded.description()).isEqualTo(grey);
    assertThat(loaded.tensors().get("conv1_cnn.weight").shape()).containsExactly(4, 1, 7, 7);
    String events = new String(DescriptionJson.format(STUDY), StandardCharsets.UTF_8);
    assertThat(events).doesNotContain("annInput");
    assertThat(DescriptionJson.parse(DescriptionJson.format(STUDY), "study")).isEqualTo(STUDY);
  }

  @ParameterizedTest
  @EnumSource
  void aFormOfTheStateInitialisationSurvivesItsFile(StateInit form) throws Exception {
    ModelDescription d = STUDY.withStateInit(form);
    ModelBundle bundle = ModelBundle.of(d, RandomWeights.of(d, 1));
    Path weights = folder.resolve("study.safetensors");
    bundle.save(weights);
    ModelBundle loaded = ModelBundle.load(weights);
    assertThat(loaded.description()).isEqualTo(d);
    assertThat(loaded.sha256()).isEqualTo(bundle.sha256());
    String json = Files.readString(folder.resolve("study.json"));
    if (form == StateInit.NORM) { // as before there was a choice
      assertThat(json).doesNotContain("stateInit").isEqualTo(description(STUDY));
    } else {
      assertThat(json).contains("\"stateInit\" : \"" + form + "\"");
    }
  }

  private static String description(ModelDescription d) {
    return new String(DescriptionJson.format(d), StandardCharsets.UTF_8);
  }

  @Test
  void anUnknownFormIsRefusedByName() {
    assertThatThrownBy(() -> StateInit.of("tanh"))
        .hasMessage(
            "there is no such form of the state initialisation, choose sigmoid, leaky, norm,"
                + " plain, single; none at all is the variant C: stateInit=tanh");
    byte[] unknown =
        description(STUDY.withStateInit(StateInit.LEAKY))
            .replace("leaky", "tanh")
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> DescriptionJson.parse(unknown, "s.json"))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessageStartingWith("s.json: the description does not fit:")
        .hasMessageContaining("tanh");
  }

  @Test
  void whatShipsIsWrittenAsItLies() throws Exception {
    for (String name :
        List.of(
            "compact",
            "compact-200hz",
            "compact-A",
            "compact-B-clean",
            "compact-B-paper",
            "compact-demand",
            "compact-C",
            "compact-D-lambda08")) {
      try (InputStream in =
          Objects.requireNonNull(
              ModelBundle.class.getResourceAsStream("/evpose/models/" + name + ".json"))) {
        String lies = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        ModelDescription d = ModelBundle.shipped(name).description();
        assertThat(d.stateInit()).as(name).isEqualTo(StateInit.NORM);
        assertThat(description(d)).as(name).isEqualTo(lies);
      }
    }
  }

  @Test
  void theDescriptionStatesTheMapOfCommonSensors() throws Exception {
    ModelBundle.of(STUDY, RandomWeights.of(STUDY, 1)).save(folder.resolve("study.safetensors"));
    assertThat(Files.readString(folder.resolve("study.json")))
        .contains("\"format\" : \"evpose-model-1\"")
        .contains("\"preset\" : \"study\"")
        .contains("\"cropX\" : 34")
        .contains("\"annEvents\" : 7500");
  }

  @Test
  void aModelForAnotherSensorMapIsRefused() throws Exception {
    Path weights = folder.resolve("study.safetensors");
    ModelBundle.of(STUDY, RandomWeights.of(STUDY, 1)).save(weights);
    Path json = folder.resolve("study.json");
    Files.writeString(json, Files.readString(json).replace("\"cropX\" : 34", "\"cropX\" : 45"));
    assertThatThrownBy(() -> ModelBundle.load(weights))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessage(
            "study.safetensors: the model was made for another map of this sensor:"
                + " stated=Sensor[width=346, height=260, cropX=45, cropY=2, bin=4, annEvents=7500,"
                + " annMinEvents=750], this version=Sensor[width=346, height=260, cropX=34,"
                + " cropY=2, bin=4, annEvents=7500, annMinEvents=750]");
  }

  @Test
  void weightsOfAnotherPresetAreRefusedByTheirShape() throws Exception {
    Path weights = folder.resolve("study.safetensors");
    ModelBundle.of(STUDY, RandomWeights.of(STUDY, 1)).save(weights);
    ModelDescription compact = ModelDescription.compact();
    Files.write(folder.resolve("study.json"), DescriptionJson.format(compact));
    assertThatThrownBy(() -> ModelBundle.load(weights))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessage(
            "study.safetensors: a tensor has another shape than the description asks for:"
                + " name=conv1_cnn.weight, shape=[4, 20, 7, 7], expected=[8, 20, 7, 7]");
  }

  @Test
  void weightsThatAreNoNumbersAreRefused() {
    Tensors tensors = RandomWeights.of(STUDY, 1);
    tensors.get("conv3_cnn.bias").data()[4] = Float.NaN;
    assertThatThrownBy(() -> ModelBundle.of(STUDY, tensors))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights must be finite: name=conv3_cnn.bias, number=NaN");
  }

  @Test
  void aModelThatDoesNotShipSaysWhatToDo() {
    assertThatThrownBy(() -> ModelBundle.shipped("gigantic"))
        .hasMessage("no such model ships, train it or name a .safetensors file: preset=gigantic");
  }

  @Test
  void aShippedVariantBorrowsTheAnnOfItsPreset() throws Exception {
    ModelBundle compact = ModelBundle.shipped("compact");
    ModelBundle outputOnly = ModelBundle.shipped("compact-C");
    assertThat(outputOnly.description().variant()).isEqualTo(Variant.C);
    assertThat(outputOnly.tensors().get("conv1_cnn.weight").data())
        .isEqualTo(compact.tensors().get("conv1_cnn.weight").data());
    assertThat(outputOnly.tensors().contains("states_in.conv1.weight")).isFalse();
    assertThat(outputOnly.sha256()).hasSize(64).isNotEqualTo(compact.sha256());
  }

  @Test
  void theShippedNetworkOf200HzSaysItsStepAndHasTheAnnOf100Hz() throws Exception {
    ModelBundle compact = ModelBundle.shipped("compact");
    ModelBundle fast = ModelBundle.shipped("compact-200hz");
    assertThat(fast.description().stepMicros()).isEqualTo(5_000);
    assertThat(fast.description().windowMicros()).isEqualTo(compact.description().windowMicros());
    assertThat(fast.description().tau()).isEqualTo(5);
    assertThat(fast.tensors().get("conv1_cnn.weight").data())
        .isEqualTo(compact.tensors().get("conv1_cnn.weight").data());
    assertThat(fast.tensors().get("up2_snn.conv2d.weight").data())
        .isNotEqualTo(compact.tensors().get("up2_snn.conv2d.weight").data());
  }

  @Test
  void aShippedPureSnnHasNoAnn() throws Exception {
    ModelBundle pure = ModelBundle.shipped("compact-A");
    assertThat(pure.description().variant()).isEqualTo(Variant.A);
    assertThat(pure.description().tau()).isEqualTo(2);
    assertThat(pure.tensors().contains("conv1_cnn.weight")).isFalse();
  }

  @Test
  void randomWeightsNameEveryTensorOfTheAuthorsCode() {
    Tensors tensors = RandomWeights.of(ModelDescription.paper(), 1);
    assertThat(tensors.names())
        .contains(
            "conv1_cnn.weight",
            "down5_cnn.conv2.bias",
            "up1_cnn.conv2.weight",
            "conv3_cnn.bias",
            "states_in.norm_layer2.running_var",
            "states_8.conv1.weight",
            "static_conv_snn.conv2d.weight",
            "down3_snn.conv.norm_layer.running_mean",
            "residualBlock_snn.bn2.num_batches_tracked",
            "up3_snn.conv2d.weight",
            "temporalflat_snn.conv2d.weight")
        .doesNotContain("up3_snn.conv2d.bias", "temporalflat_snn.conv2d.bias");
    assertThat(tensors.get("up1_cnn.conv2.weight").shape()).containsExactly(512, 1024, 3, 3);
    assertThat(tensors.get("temporalflat_snn.conv2d.weight").shape()).containsExactly(13, 64, 1, 1);
  }

  @Test
  void randomWeightsHaveTheirSpreadAndAreRepeatable() {
    Tensors tensors = RandomWeights.of(ModelDescription.compact(), 9);
    float[] kernel = tensors.get("up1_snn.conv2d.weight").data(); // 128 -> 32, 5x5
    double squares = 0;
    for (float w : kernel) {
      squares += w * w;
    }
    double expected = 2.0 / (25 * (128 + 32));
    assertThat(squares / kernel.length / expected).isBetween(0.98, 1.02);
    assertThat(RandomWeights.of(ModelDescription.compact(), 9).get("up1_snn.conv2d.weight").data())
        .isEqualTo(kernel);
  }
}
