package evpose.nir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.hybrid.Layer;
import evpose.hybrid.Layers;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Variant;
import evpose.weights.ModelBundle;
import evpose.weights.RandomWeights;
import evpose.weights.Tensors;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NirFileTest {
  private static final float FOLDED = 1e-6f; // kernels are folded in double, kept in float

  @TempDir Path folder;

  private static ModelDescription description(Variant variant, double lambda) {
    return new ModelDescription(
        "small", 0.125, 32, 13, 10, 7500, 1_000_000, 750, true, true, 3, lambda, 1, 10_000, 10, 2,
        variant);
  }

  /** Normalisations that do something. */
  private static ModelBundle bundle(ModelDescription d, long seed) {
    Tensors tensors = RandomWeights.of(d, seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (Layer layer : Layers.snn(d)) {
      if (layer.normalised()) {
        for (String part : new String[] {".weight", ".bias", ".running_mean", ".running_var"}) {
          float[] numbers = tensors.get(layer.batchNorm() + part).data();
          for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(0.3, 1.5);
          }
        }
      }
    }
    return ModelBundle.of(d, tensors);
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void whatIsWrittenIsReadAsTheSameNetwork(Variant variant) throws IOException {
    ModelBundle sent = bundle(description(variant, 0.8), 1);
    Path file = folder.resolve("a.nir");
    NirFile.write(file, sent);
    ModelBundle received = NirFile.read(file, bundle(sent.description(), 2));
    for (Layer layer : Layers.snn(sent.description())) {
      FoldedRow a = FoldedRow.of(layer, sent.tensors());
      FoldedRow b = FoldedRow.of(layer, received.tensors());
      assertThat(b.bias()).as(layer.name()).containsExactly(a.bias(), within(FOLDED));
      for (int o = 0; o < layer.out(); o++) {
        for (int i = 0; i < layer.in(); i++) {
          for (int y = 0; y < layer.kernel(); y++) {
            assertThat(b.kernel()[o][i][y])
                .as(layer.name())
                .containsExactly(a.kernel()[o][i][y], within(FOLDED));
          }
        }
      }
    }
  }

  @Test
  void theAnnIsTheBasesOwn() throws IOException {
    ModelBundle sent = bundle(description(Variant.D, 0.8), 1);
    ModelBundle base = bundle(description(Variant.D, 0.8), 2);
    Path file = folder.resolve("a.nir");
    NirFile.write(file, sent);
    ModelBundle received = NirFile.read(file, base);
    for (Layer layer : Layers.ann(base.description())) {
      assertThat(received.tensors().get(layer.name() + ".weight"))
          .isSameAs(base.tensors().get(layer.name() + ".weight"));
    }
  }

  @Test
  void theOutputIsALeakyIntegratorThatForgetsAsLambdaSays() throws IOException {
    Path file = folder.resolve("a.nir");
    NirFile.write(file, bundle(description(Variant.D, 0.8), 1));
    try (HdfFile hdf = new HdfFile(file)) {
      float tau =
          ((float[][][]) hdf.getDatasetByPath("/node/nodes/membrane/tau").getData())[0][0][0];
      float r = ((float[][][]) hdf.getDatasetByPath("/node/nodes/membrane/r").getData())[0][0][0];
      double dt = (double) hdf.getDatasetByPath("/node/metadata/dt").getData();
      assertThat(1 - dt / tau).isCloseTo(0.8, within(1e-6));
      assertThat(dt / tau * r).isCloseTo(1, within(1e-6));
    }
    NirFile.write(file, bundle(description(Variant.D, 1), 1));
    try (HdfFile hdf = new HdfFile(file)) {
      assertThat(hdf.getDatasetByPath("/node/nodes/membrane/type").getData()).isEqualTo("I");
    }
  }

  @Test
  void otherNeuronsAreRefused() throws IOException {
    Path file = folder.resolve("a.nir");
    NirFile.write(file, bundle(description(Variant.D, 0.8), 1));
    ModelDescription slow =
        new ModelDescription(
            "small", 0.125, 32, 13, 10, 7500, 1_000_000, 750, true, true, 5, 0.8, 1, 10_000, 10, 2,
            Variant.D);
    assertThatThrownBy(() -> NirFile.read(file, bundle(slow, 2)))
        .hasMessage(
            "a.nir: neurons are not those of the base model: node=e0, tau=0.03, expected=0.05");
  }

  @Test
  void anotherWidthIsRefused() throws IOException {
    Path file = folder.resolve("a.nir");
    NirFile.write(file, bundle(description(Variant.D, 0.8), 1));
    ModelDescription wide =
        new ModelDescription(
            "small", 0.25, 32, 13, 10, 7500, 1_000_000, 750, true, true, 3, 0.8, 1, 10_000, 10, 2,
            Variant.D);
    assertThatThrownBy(() -> NirFile.read(file, bundle(wide, 2)))
        .hasMessage(
            "a.nir: a convolution has another shape than the base model's: node=e0_from_input");
  }

  @Test
  void whatIsNoHdf5IsNamed() throws IOException {
    Path file = folder.resolve("b.nir");
    Files.writeString(file, "no");
    assertThatThrownBy(() -> NirFile.read(file, bundle(description(Variant.D, 0.8), 2)))
        .hasMessageStartingWith("b.nir: no HDF5 file that can be read");
  }

  @Test
  void tracesBeginWithTheStateAndChangeWithEachStep() throws IOException {
    Path file = folder.resolve("t.h5");
    Traces.write(file, bundle(description(Variant.D, 0.8), 1), 3, 7);
    try (HdfFile hdf = new HdfFile(file)) {
      float[][][][] outputs = (float[][][][]) hdf.getDatasetByPath("/outputs").getData();
      float[][][][] e0 = (float[][][][]) hdf.getDatasetByPath("/potentials/e0").getData();
      assertThat(outputs).hasDimensions(4, 13);
      assertThat(e0).hasDimensions(4, 4);
      assertThat(e0[0][0][0][0]).isBetween(-1f, 1.6f);
      assertThat(e0[1][0]).isNotEqualTo(e0[0][0]);
      assertThat(outputs[3][0]).isNotEqualTo(outputs[2][0]);
    }
  }
}
