package evpose.weights.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.hybrid.ModelDescription;
import evpose.hybrid.Operations;
import evpose.weights.ModelBundle;
import evpose.weights.RandomWeights;
import evpose.weights.Safetensors;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsInfoTest {
  @TempDir Path folder;

  @Test
  void thePapersNetworkHasThePapersParameters() throws Exception {
    Path file = folder.resolve("p.pth");
    Checkpoints.write(file, RandomWeights.of(ModelDescription.paper(), 1));
    WeightsInfo info = WeightsInfo.of(file);
    assertThat(info.format()).isEqualTo("pytorch");
    assertThat(info.preset()).isEqualTo("paper");
    assertThat(info.parameters()).isEqualTo(24_780_845);
    assertThat(info.parametersOf())
        .containsEntry("ann", 19_818_669L)
        .containsEntry("stateInitialisation", 552_064L)
        .containsEntry("snn", 4_410_112L)
        .containsEntry("other", 0L);
    assertThat(info.problems()).isEmpty();
    assertThat(info.modelSha256()).isNull();
  }

  @Test
  void aBundleIsNamedAsPosesNameIt() throws Exception {
    ModelDescription study = ModelDescription.study();
    ModelBundle bundle = ModelBundle.of(study, RandomWeights.of(study, 1));
    Path file = folder.resolve("s.safetensors");
    bundle.save(file);
    WeightsInfo info = WeightsInfo.of(file);
    assertThat(info.preset()).isEqualTo("study");
    assertThat(info.modelSha256()).isEqualTo(bundle.sha256());
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    assertThat(info.sha256()).isEqualTo(HexFormat.of().formatHex(hash));
    assertThat(WeightsInfo.of("study", bundle).tensors()).isEqualTo(info.tensors());
  }

  @Test
  void aTensorInNumbers() throws Exception {
    Tensors tensors = new Tensors();
    tensors.put("conv3_cnn.bias", new Tensor(new int[] {2, 2}, new float[] {1, -3, 0.5f, 2}));
    tensors.put("a.num_batches_tracked", new Tensor(new int[0], new float[] {7}));
    float[] none = {Float.NaN, Float.POSITIVE_INFINITY};
    tensors.put("x", new Tensor(new int[] {2}, none));
    Path file = folder.resolve("t.safetensors");
    Safetensors.write(file, tensors);
    WeightsInfo info = WeightsInfo.of(file);
    assertThat(info.preset()).isNull();
    assertThat(info.parametersOf()).containsEntry("ann", 4L).containsEntry("other", 2L);
    assertThat(info.problems()).containsExactly("weights must be finite: name=x, nonFinite=2");
    assertThat(info.tensors())
        .filteredOn(t -> t.name().equals("conv3_cnn.bias"))
        .containsExactly(
            new WeightsInfo.TensorInfo(
                "conv3_cnn.bias", "ann", "float32", List.of(2, 2), -3.0, 2.0, 0.125, 0, 0));
    assertThat(info.tensors())
        .filteredOn(t -> t.name().equals("x"))
        .allSatisfy(t -> assertThat(t.mean()).isNull());
    assertThat(info.tensors())
        .filteredOn(t -> t.dtype().equals("int64"))
        .singleElement()
        .satisfies(t -> assertThat(t.mean()).isCloseTo(7, within(0.0)));
  }

  @Test
  void neuroBenchsFiguresOfAFile() throws Exception {
    Tensors tensors = new Tensors();
    tensors.put("a.weight", new Tensor(new int[] {1, 2, 2, 1}, new float[] {0, 3, -0f, 1}));
    tensors.put("a.bias", new Tensor(new int[] {2}, new float[] {0, 0})); // no connection
    tensors.put("a.num_batches_tracked", new Tensor(new int[0], new float[] {7}));
    Path file = folder.resolve("t.safetensors");
    Safetensors.write(file, tensors);
    assertThat(WeightsInfo.of(file).neuroBench())
        .isEqualTo(new NeuroBench(4 * 4 + 2 * 4 + 8, 0.5, null, null));
    tensors = new Tensors();
    tensors.put("x", new Tensor(new int[] {2}, new float[] {1, 2}));
    Safetensors.write(file, tensors);
    assertThat(WeightsInfo.of(file).neuroBench().connectionSparsity()).isNull();
    ModelDescription paper = ModelDescription.paper();
    Path checkpoint = folder.resolve("p.pth");
    Checkpoints.write(checkpoint, RandomWeights.of(paper, 1));
    NeuroBench figures = WeightsInfo.of(checkpoint).neuroBench();
    assertThat(figures.denseOperationsPerStep()).isEqualTo(Operations.snnDenseMacs(paper));
    assertThat(figures.denseOperationsPerKeyFrame())
        .isEqualTo(Operations.annMacs(paper) + Operations.stateInitMacs(paper));
  }

  @Test
  void aDescriptionThatDoesNotFitIsAProblem() throws Exception {
    ModelDescription study = ModelDescription.study();
    Path file = folder.resolve("s.safetensors");
    ModelBundle.of(study, RandomWeights.of(study, 1)).save(file);
    Safetensors.write(file, RandomWeights.of(ModelDescription.compact(), 1));
    WeightsInfo info = WeightsInfo.of(file);
    assertThat(info.preset()).isEqualTo("study");
    assertThat(info.problems())
        .containsExactly(
            "s.safetensors: a tensor has another shape than the description asks for:"
                + " name=conv1_cnn.weight, shape=[8, 20, 7, 7], expected=[4, 20, 7, 7]");
  }
}
