package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.jni.JniUtils;
import evpose.hybrid.AnnOutput;
import evpose.hybrid.ModelDescription;
import evpose.weights.Tensors;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class DjlAnnTest {
  private static final ModelDescription TINY = RandomTensors.TINY;
  private final Tensors weights = RandomTensors.of(TINY, 1);
  private final float[] input = RandomTensors.input(20 * 32 * 32, 0.1, 2);

  @Test
  void fillsHeatmapsAndAllNinePotentials() {
    AnnOutput output = new AnnOutput(TINY);
    try (DjlAnn ann = new DjlAnn(TINY, weights)) {
      ann.run(input, output);
    }
    assertThat(output.heatmaps()).hasSize(13 * 32 * 32);
    for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
      float[] potentials = output.potentials(k);
      assertThat(potentials).hasSize(TINY.stateChannels(k) * TINY.stateSize(k) * TINY.stateSize(k));
      assertThat(potentials[0]).isNotEqualTo(potentials[potentials.length - 1]).isFinite();
    }
  }

  @Test
  void givesTheSameBytesAgainAndFromAnotherThread() throws Exception {
    AnnOutput here = new AnnOutput(TINY);
    AnnOutput again = new AnnOutput(TINY);
    AnnOutput there = new AnnOutput(TINY);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (DjlAnn ann = new DjlAnn(TINY, weights)) {
      ann.run(input, here);
      ann.run(input, again);
      boolean recordsGradients =
          CompletableFuture.supplyAsync(
                  () -> {
                    ann.run(input, there);
                    return JniUtils.isGradMode();
                  },
                  other)
              .get();
      assertThat(recordsGradients).isFalse();
    } finally {
      other.shutdown();
    }
    assertThat(again.heatmaps()).isEqualTo(here.heatmaps());
    assertThat(there.heatmaps()).isEqualTo(here.heatmaps());
    assertThat(there.potentials(4)).isEqualTo(here.potentials(4));
  }

  @Test
  void refusesAnInputOfAnotherSize() {
    try (DjlAnn ann = new DjlAnn(TINY, weights)) {
      assertThatThrownBy(() -> ann.run(new float[7], new AnnOutput(TINY)))
          .hasMessage("the ANN's input has [2·bins][N][N] numbers: numbers=7, expected=20480");
    }
  }

  @Test
  void weightsOfAnotherWidthAreRefusedByName() {
    assertThatThrownBy(() -> new DjlAnn(ModelDescription.compact(), weights))
        .hasMessage(
            "a tensor has another shape than the description asks for: name=conv1_cnn.weight,"
                + " shape=[4, 20, 7, 7], expected=[8, 20, 7, 7]");
  }

  @Test
  void cacheDirectoryFollowsTheEnvironment() {
    assertThat(NativeRuntime.cacheDir(Map.of("DJL_CACHE_DIR", "/a"), "/h")).hasToString("/a");
    assertThat(
            NativeRuntime.cacheDir(Map.of("DJL_CACHE_DIR", "/a", "ENGINE_CACHE_DIR", "/b"), "/h"))
        .hasToString("/b");
    assertThat(NativeRuntime.cacheDir(Map.of(), "/h")).hasToString("/h/.djl.ai");
  }

  @Test
  void fingerprintNamesEngineAndInstructionSet() {
    try (DjlAnn ann = new DjlAnn(TINY, weights)) {
      assertThat(ann.fingerprint())
          .matches("pytorch-2\\.7\\.1/aten=\\w+/dnnl=\\w+/threads=1/ann-2");
    }
  }
}
