package evpose.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.hybrid.AnnInput;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.StateInit;
import evpose.hybrid.Variant;
import evpose.weights.ModelBundle;
import evpose.weights.RandomWeights;
import evpose.weights.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  void aRunMayBeOfAnotherVariantThanThePreset() throws IOException {
    TrainingSettings read =
        TrainingSettings.read(file("{\"model\": {\"variant\": \"B-paper\", \"lambda\": 0.8}}"));
    assertThat(read.description())
        .isEqualTo(ModelDescription.compact().with(Variant.B_PAPER, 3, 0.8));
    Path unknown = file("{\"model\": {\"variant\": \"F\"}}");
    assertThatThrownBy(() -> TrainingSettings.read(unknown).description())
        .hasMessage("there is no such variant, choose A, B-paper, B-clean, C, D: variant=F");
  }

  @Test
  void aRunMayHaveAnotherFormOfTheStateInitialisationOrNone() throws IOException {
    ModelDescription compact = ModelDescription.compact();
    assertThat(TrainingSettings.read(file("{\"model\": {\"stateInit\": \"plain\"}}")).description())
        .isEqualTo(compact.withStateInit(StateInit.PLAIN));
    assertThat(TrainingSettings.read(file("{\"model\": {\"stateInit\": \"none\"}}")).description())
        .isEqualTo(compact.with(Variant.C, compact.tau(), compact.lambda()));
    Path both = file("{\"model\": {\"stateInit\": \"none\", \"variant\": \"D\"}}");
    assertThatThrownBy(() -> TrainingSettings.read(both).description())
        .hasMessage(
            "training settings: model.stateInit none is the variant C, leave out model.variant:"
                + " value=D");
  }

  @Test
  void theTemplateOfTheFormsIsAPlanForEach() throws IOException {
    String template = Files.readString(Path.of("runs", "init-forms.json"));
    for (String form : List.of("none", "sigmoid", "leaky", "norm", "plain", "single")) {
      TrainingSettings plan =
          TrainingSettings.read(file(template.replace("FORM", form).replace("SEED", "2")));
      assertThat(plan.name()).isEqualTo("init-" + form + "-2");
      assertThat(plan.seed()).isEqualTo(2);
      assertThat(plan.startFromAnnAlone()).isTrue();
      assertThat(plan.description().variant())
          .isEqualTo(form.equals("none") ? Variant.C : Variant.D);
    }
  }

  @Test
  void theTemplateOfTheAblationIsAPlanForEachVariant() throws IOException {
    String template = Files.readString(Path.of("runs", "ablation.json"));
    for (Variant variant : Variant.values()) {
      TrainingSettings plan =
          TrainingSettings.read(
              file(template.replace("VARIANT", variant.toString()).replace("SEED", "3")));
      assertThat(plan.name()).isEqualTo("ablation-" + variant.toString() + "-3");
      assertThat(plan.description().variant()).isEqualTo(variant);
    }
  }

  @Test
  void ofWhatARunStartsFromItMayTakeTheAnnAlone() throws IOException {
    ModelDescription study = ModelDescription.study();
    ModelBundle start = ModelBundle.of(study, RandomWeights.of(study, 77));
    start.save(dir.resolve("start.safetensors"));
    String json =
        "{\"preset\": \"study\", \"startFrom\": \""
            + dir.resolve("start.safetensors")
            + "\", \"startFromAnnAlone\": %s, \"model\": {\"stateInit\": \"%s\"}}";
    Tensors all = started(json.formatted("false", "norm"));
    Tensors alone = started(json.formatted("true", "norm"));
    Tensors otherForm = started(json.formatted("false", "sigmoid"));
    for (String name : start.tensors().names()) {
      float[] given = start.tensors().get(name).data();
      assertThat(all.get(name).data()).as(name).isEqualTo(given);
      boolean convolution = name.endsWith("conv1.weight") || name.endsWith("conv2d.weight");
      if (name.contains("_cnn")) {
        assertThat(alone.get(name).data()).as(name).isEqualTo(given);
        assertThat(otherForm.get(name).data()).as(name).isEqualTo(given);
      } else if (convolution) {
        assertThat(alone.get(name).data()).as(name).isNotEqualTo(given);
        if (name.startsWith("states_")) {
          assertThat(otherForm.get(name).data()).as(name).isNotEqualTo(given);
        } else {
          assertThat(otherForm.get(name).data()).as(name).isEqualTo(given);
        }
      }
    }
  }

  private Tensors started(String json) throws IOException {
    TrainingSettings settings = TrainingSettings.read(file(json));
    return TrainingRun.startingWeights(settings, settings.description());
  }

  @Test
  void aRunMayHaveShorterStepsInWindowsOfTheSameLength() throws IOException {
    TrainingSettings read =
        TrainingSettings.read(
            file("{\"model\": {\"stepMicros\": 5000, \"tau\": 5, \"lambda\": 0.9}}"));
    ModelDescription d = read.description();
    assertThat(d.stepMicros()).isEqualTo(5_000);
    assertThat(d.stepsPerWindow()).isEqualTo(20);
    assertThat(d.windowMicros()).isEqualTo(ModelDescription.compact().windowMicros());
    assertThat(d.tau()).isEqualTo(5);
    assertThat(d.lambda()).isEqualTo(0.9);
    assertThat(read.longestWindowSteps(d)).isEqualTo(20);
    TrainingSettings longer =
        TrainingSettings.read(
            file("{\"model\": {\"stepMicros\": 5000}, \"data\": {\"longestWindowSteps\": 31}}"));
    assertThat(longer.longestWindowSteps(longer.description())).isEqualTo(30); // has a truth
    Path odd = file("{\"model\": {\"stepMicros\": 6000}}");
    assertThatThrownBy(() -> TrainingSettings.read(odd).description())
        .hasMessage("a window is a whole number of steps: stepMicros=6000, windowMicros=100000");
  }

  @Test
  void anAnnOnFramesBringsItsOwnTakes() throws IOException {
    TrainingSettings read = TrainingSettings.read(file("{\"model\": {\"annInput\": \"grey\"}}"));
    assertThat(read.description())
        .isEqualTo(ModelDescription.compact().withAnnInput(AnnInput.GREY));
    assertThat(read.frames()).isTrue();
    assertThat(TrainingSettings.defaults().frames()).isFalse();
    assertThat(TrainingSettings.read(file("{\"data\": {\"frames\": true}}")).frames()).isTrue();
    Path unknown = file("{\"model\": {\"annInput\": \"rgb\"}}");
    assertThatThrownBy(() -> TrainingSettings.read(unknown).description())
        .hasMessage("there is no such input of the ANN, choose events or grey: annInput=rgb");
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
    assertThat(LearningRate.share(0, 0.03, 0.02)).isEqualTo(0.05);
    assertThat(LearningRate.share(0.03, 0.03, 0.02)).isCloseTo(1, within(1e-12));
    assertThat(LearningRate.share(0.515, 0.03, 0.02)).isCloseTo(0.51, within(1e-12));
    assertThat(LearningRate.share(1, 0.03, 0.02)).isCloseTo(0.02, within(1e-12));
    for (double done = 0.04; done <= 1; done += 0.01) {
      assertThat(LearningRate.share(done, 0.03, 0.02))
          .isLessThan(LearningRate.share(done - 0.01, 0.03, 0.02));
    }
  }
}
