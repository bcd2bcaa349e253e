package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import evpose.hybrid.ModelDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gradients of whole networks, with the garbage collector at work before the backward pass. */
class NetworkGradientTest {
  private static final ModelDescription TINY = RandomTensors.TINY;

  /** Central differences in single precision of a loss near one. */
  private static final double FINITE_DIFFERENCE = 0.03;

  /** The same sums, made twice by one thread. */
  private static final float SAME_SUM = 1e-6f;

  private NamedArrays ann;
  private NamedArrays hybrid;

  @BeforeEach
  void weights() {
    NativeRuntime.load(1);
    JniUtils.setGradMode(true);
    ann = NamedArrays.of(RandomTensors.of(TINY, 1), WeightNames.ann(TINY));
    hybrid = NamedArrays.of(RandomTensors.of(TINY, 1), WeightNames.hybridPart(TINY));
  }

  @AfterEach
  void free() {
    JniUtils.setGradMode(false);
    ann.close();
    hybrid.close();
  }

  @Test
  void annGradientEqualsFiniteDifferences() {
    require(ann);
    Map<String, float[]> gradients = gradients(ann, this::annLoss);
    for (String name :
        new String[] {"conv1_cnn.weight", "down3_cnn.conv2.bias", "conv3_cnn.bias"}) {
      assertFiniteDifference(ann, name, gradients.get(name), this::annLoss);
    }
  }

  @Test
  void spikingHeadGradientEqualsFiniteDifferences() {
    require(hybrid); // the head is the one layer behind the last threshold, so differences exist
    Map<String, float[]> gradients = gradients(hybrid, this::windowLoss);
    String head = WeightNames.SNN_HEAD + ".weight";
    assertFiniteDifference(hybrid, head, gradients.get(head), this::windowLoss);
  }

  /**
   * A step function has no differences, so neurons fire softly here: by the function whose
   * derivative is the surrogate. All else is the network as it trains, five steps of time included.
   */
  @Test
  void gradientsThroughSpikingLayersEqualFiniteDifferencesOfSoftNeurons() {
    require(hybrid);
    Loss loss = scope -> windowLoss(scope, true);
    Map<String, float[]> gradients = gradients(hybrid, loss);
    List<String> names = new ArrayList<>(WeightNames.SPIKING_CONVS);
    names.replaceAll(name -> name + ".weight");
    names.add(WeightNames.SPIKING_NORMS.get(0) + ".weight");
    names.add(WeightNames.SPIKING_NORMS.get(7) + ".bias");
    names.add("states_4.conv2.weight");
    for (String name : names) {
      assertThat(gradients).containsKey(name);
      assertFiniteDifference(hybrid, name, gradients.get(name), loss);
    }
  }

  @Test
  void everyHybridWeightGetsAGradientThatNoCollectionChanges() {
    require(hybrid);
    Map<String, float[]> calm = gradients(hybrid, this::windowLoss);
    Map<String, float[]> collected =
        gradients(
            hybrid,
            scope -> {
              NDArray loss = windowLoss(scope);
              System.gc();
              byte[][] churn = new byte[64][];
              for (int i = 0; i < churn.length; i++) {
                churn[i] = new byte[1 << 16];
                java.nio.ByteBuffer.allocateDirect(4).putFloat(0, Float.NaN);
              }
              System.gc();
              return loss;
            });
    assertThat(collected).hasSameSizeAs(calm).hasSizeGreaterThan(80);
    calm.forEach(
        (name, gradient) -> {
          float largest = 0;
          for (int i = 0; i < gradient.length; i++) {
            assertThat(collected.get(name)[i])
                .as(name)
                .isCloseTo(gradient[i], within(SAME_SUM * (1 + Math.abs(gradient[i]))));
            largest = Math.max(largest, Math.abs(gradient[i]));
          }
          assertThat(largest).as(name).isPositive();
        });
  }

  private interface Loss {
    NDArray of(NDManager scope);
  }

  private NDArray annLoss(NDManager scope) {
    NDArray x =
        scope.create(RandomTensors.input(2 * 20 * 32 * 32, 0.1, 3), new Shape(2, 20, 32, 32));
    return AnnNetwork.forward(ann, x).heatmaps().square().mean();
  }

  private NDArray windowLoss(NDManager scope) {
    return windowLoss(scope, false);
  }

  private NDArray windowLoss(NDManager scope, boolean softly) {
    NDArray x =
        scope.create(RandomTensors.input(2 * 20 * 32 * 32, 0.1, 3), new Shape(2, 20, 32, 32));
    AnnNetwork.Output key = AnnNetwork.forward(ann, x);
    SnnNetwork snn =
        new SnnNetwork(
            hybrid,
            TINY,
            StateInitNetwork.forward(hybrid, TINY.stateInit(), key.features(), true),
            key.heatmaps(),
            true,
            softly);
    NDArray loss = scope.zeros(new Shape());
    for (int t = 0; t < 5; t++) {
      float[] events = RandomTensors.input(2 * 2 * 32 * 32, 0.1, 50 + t);
      loss = loss.add(snn.step(scope.create(events, new Shape(2, 2, 32, 32))).square().mean());
    }
    return loss;
  }

  private static void require(NamedArrays arrays) {
    for (String name : arrays.names()) {
      if (!WeightNames.isStatistic(name)) {
        arrays.get(name).setRequiresGradient(true);
      }
    }
  }

  private static Map<String, float[]> gradients(NamedArrays arrays, Loss loss) {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    try (NDManager scope = arrays.newScope()) {
      NDArray value = loss.of(scope);
      JniUtils.backward((PtNDArray) value, (PtNDArray) scope.ones(new Shape()), false, false);
      for (String name : arrays.names()) {
        if (!WeightNames.isStatistic(name)) {
          PtNDArray array = (PtNDArray) arrays.get(name);
          try (NDArray gradient = array.getGradient()) {
            gradients.put(name, gradient.toFloatArray());
          }
          JniUtils.zeroGrad(array);
        }
      }
    }
    return gradients;
  }

  private static void assertFiniteDifference(
      NamedArrays arrays, String name, float[] gradient, Loss loss) {
    int steepest = 0;
    for (int i = 0; i < gradient.length; i++) {
      steepest = Math.abs(gradient[i]) > Math.abs(gradient[steepest]) ? i : steepest;
    }
    NDArray array = arrays.get(name);
    float[] values = array.toFloatArray();
    float original = values[steepest];
    float h = 1e-2f * Math.max(0.1f, Math.abs(original));
    double up = lossWith(arrays, array, values, steepest, original + h, loss);
    double down = lossWith(arrays, array, values, steepest, original - h, loss);
    lossWith(arrays, array, values, steepest, original, loss);
    double difference = (up - down) / (2 * h);
    assertThat(difference)
        .as(name)
        .isCloseTo(gradient[steepest], within(FINITE_DIFFERENCE * Math.abs(gradient[steepest])));
  }

  private static double lossWith(
      NamedArrays arrays, NDArray array, float[] values, int index, float value, Loss loss) {
    JniUtils.setGradMode(false);
    values[index] = value;
    array.set(values);
    try (NDManager scope = arrays.newScope()) {
      return loss.of(scope).getFloat();
    } finally {
      JniUtils.setGradMode(true);
    }
  }
}
