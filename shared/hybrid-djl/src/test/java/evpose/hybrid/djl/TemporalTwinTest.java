package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import evpose.temporal.TemporalBundle;
import evpose.temporal.TemporalDescription;
import evpose.temporal.TemporalDescription.Answer;
import evpose.temporal.TemporalEngine;
import evpose.temporal.TemporalLikeness;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our temporal network is the described one, in training and in the stream: a twin written in
 * PyTorch from the same text (src/test/python/temporal_twin.py) has computed the same weights and
 * inputs in double precision.
 */
class TemporalTwinTest {
  /** Single precision through up to five levels. */
  private static final double SAME = 2e-4;

  private static final int BATCH = 2;

  record Case(String name, TemporalDescription description) {}

  static List<Case> cases() {
    return List.of(
        new Case("four blocks", new TemporalDescription(52, 52, 16, 4, Answer.POSE)),
        new Case("three blocks", new TemporalDescription(117, 52, 8, 3, Answer.POSE)),
        new Case("two blocks", new TemporalDescription(117, 52, 24, 2, Answer.BLEND)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatTheTwinSays(Case one) throws IOException {
    TemporalDescription d = one.description;
    NativeRuntime.load(1);
    JniUtils.setGradMode(false);
    float[] input = windows(d);
    double[] golden = golden().get(one.name);
    try (NamedArrays w = NamedArrays.of(weights(d), d.shapes());
        NDManager scope = w.newScope()) {
      NDArray x = scope.create(input, new Shape(BATCH, d.channels(), d.frames()));
      float[] likeness = TemporalLikeness.of(d, input, BATCH);
      NDArray likely = scope.create(likeness, new Shape(BATCH, d.frames()));
      float[] told = new TemporalNetwork(d, w, false, 0).forward(x, likely).toFloatArray();
      assertThat(told).hasSize(golden.length);
      for (int i = 0; i < told.length; i++) {
        assertThat((double) told[i])
            .as(one.name + ", output " + i)
            .isCloseTo(golden[i], within(SAME));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatRunsInTheStreamSaysWhatWasTrained(Case one) {
    requireSame(one.description, weights(one.description));
  }

  @Test
  void theNetworkThatShipsSaysInTheStreamWhatWasTrained() throws IOException {
    TemporalBundle shipped = TemporalBundle.shipped("compact");
    requireSame(shipped.description(), shipped.tensors());
  }

  private static void requireSame(TemporalDescription d, Tensors weights) {
    float[] windows = windows(d);
    int length = windows.length / BATCH;
    TemporalEngine engine = new TemporalEngine(d, weights);
    try (TrainableTemporal trained = new TrainableTemporal(d, weights, 1, 0)) {
      float[] told = trained.run(windows, BATCH);
      for (int b = 0; b < BATCH; b++) {
        float[] own = engine.run(Arrays.copyOfRange(windows, b * length, (b + 1) * length));
        assertThat(own).hasSize(told.length / BATCH);
        for (int i = 0; i < own.length; i++) {
          assertThat(own[i])
              .as("window " + b + ", output " + i)
              .isCloseTo(told[b * own.length + i], within((float) SAME));
        }
      }
    }
  }

  private static float[] windows(TemporalDescription d) {
    float[] windows = new float[BATCH * d.channels() * d.frames()];
    double[] u = numbers("input", windows.length);
    for (int i = 0; i < windows.length; i++) {
      windows[i] = (float) (2 * u[i] - 1);
    }
    return windows;
  }

  @Test
  void thePapersSizeHasTheTwinsParametersAndTheWorkThatIsKnown() {
    TemporalDescription paper = TemporalDescription.paper();
    assertThat(paper.frames()).isEqualTo(243);
    assertThat(paper.parameters()).isEqualTo(14_582_151);
    // model-spec 7.2: 98.1 M a window, counted on the released network
    assertThat(paper.macs() / 1e6).isCloseTo(98.1, within(0.5));
  }

  private static Tensors weights(TemporalDescription d) {
    Tensors tensors = new Tensors();
    d.shapes()
        .forEach(
            (name, shape) -> {
              int size = 1;
              for (int side : shape) {
                size *= side;
              }
              double[] u = numbers(name, size);
              float[] values = new float[size];
              for (int i = 0; i < size; i++) {
                values[i] = (float) value(name, shape, size, u[i]);
              }
              tensors.put(name, new Tensor(shape, values));
            });
    return tensors;
  }

  private static double value(String name, int[] shape, int size, double u) {
    if (shape.length > 1) {
      return (2 * u - 1) * Math.sqrt(3 / ((double) size / shape[0]));
    }
    boolean scale = name.endsWith("weight") || name.endsWith("running_var");
    return scale ? 0.5 + u : 0.2 * (2 * u - 1);
  }

  private static double[] numbers(String name, int count) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    long x = crc.getValue();
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      x = (1664525 * x + 1013904223) & 0xFFFFFFFFL;
      numbers[i] = x / 4294967296.0;
    }
    return numbers;
  }

  private static Map<String, double[]> golden() throws IOException {
    try (InputStream in = TemporalTwinTest.class.getResourceAsStream("temporal-twin.json")) {
      return JsonMapper.shared().readValue(in, new TypeReference<Map<String, double[]>>() {});
    }
  }
}
