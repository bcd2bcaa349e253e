package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import evpose.hybrid.ModelDescription;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LifTest {
  /** Single-precision sums of ten terms. */
  private static final Offset<Float> SAME_FLOAT = within(2e-6f);

  /** The same after a backward pass through ten steps, relative to gradients of about one. */
  private static final double SAME_GRADIENT = 2e-5;

  private final ModelDescription description = ModelDescription.compact(); // tau 3, threshold 1

  @BeforeEach
  void recordGradients() {
    NativeRuntime.load(1);
    JniUtils.setGradMode(true);
  }

  @AfterEach
  void stopRecording() {
    JniUtils.setGradMode(false);
  }

  @Test
  void firesAndKeepsWhatExceedsTheThreshold() {
    try (NDManager scope = NDManager.newBaseManager()) {
      Lif lif = new Lif(description, scope.full(new Shape(1), 2f), false);
      assertThat(lif.step(scope.full(new Shape(1), 0f)).getFloat()).isEqualTo(1);
      assertThat(lif.potentials().getFloat()).isCloseTo(1 / 3f, SAME_FLOAT);
      assertThat(lif.step(scope.full(new Shape(1), 0f)).getFloat()).isEqualTo(0);
      assertThat(lif.potentials().getFloat()).isCloseTo(2 / 9f, SAME_FLOAT);
    }
  }

  @Test
  void firesExactlyAtTheThreshold() {
    try (NDManager scope = NDManager.newBaseManager()) {
      Lif lif = new Lif(description, scope.full(new Shape(1), 0f), false);
      assertThat(lif.step(scope.full(new Shape(1), 3f)).getFloat()).isEqualTo(1);
      assertThat(lif.potentials().getFloat()).isCloseTo(0, SAME_FLOAT);
    }
  }

  @Test
  void surrogateGradientIsOneAtTheThresholdAndFallsWithDistance() {
    assertThat(surrogateAt(0)).isCloseTo(1, SAME_FLOAT);
    assertThat(surrogateAt(0.5)).isCloseTo(0.288400f, SAME_FLOAT);
    assertThat(surrogateAt(-0.5)).isCloseTo(0.288400f, SAME_FLOAT);
  }

  /** dz/dh with h = v (tau 1 would hide the charge, so v is chosen to give h after decay). */
  private float surrogateAt(double excess) {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray x = scope.full(new Shape(1), (float) (3 * (1 + excess)));
      x.setRequiresGradient(true);
      NDArray spike = new Lif(description, scope.zeros(new Shape(1)), false).step(x);
      JniUtils.backward((PtNDArray) spike.sum(), (PtNDArray) scope.ones(new Shape()), false, false);
      return 3 * x.getGradient().getFloat(); // dh/dx = 1/3
    }
  }

  @Test
  void gradientThroughTimeEqualsTheHandWrittenOne() {
    Random random = new Random(5);
    for (int trial = 0; trial < 20; trial++) {
      double[] x = random.doubles(10, 0, 3).toArray();
      double[] c = random.doubles(10, -1, 1).toArray();
      double w = 1 + random.nextDouble();
      double v0 = random.nextDouble();
      double[] byHand = handWritten(w, v0, x, c);
      double[] recorded = recorded(w, v0, x, c);
      assertThat(recorded[0]).as("dL/dw, trial %d", trial).isCloseTo(byHand[0], near(byHand[0]));
      assertThat(recorded[1]).as("dL/dv0, trial %d", trial).isCloseTo(byHand[1], near(byHand[1]));
    }
  }

  private static Offset<Double> near(double value) {
    return within(SAME_GRADIENT * Math.max(1, Math.abs(value)));
  }

  /** L = Σ c·z over steps with input w·x; returns dL/dw, dL/dv0. */
  private static double[] handWritten(double w, double v0, double[] x, double[] c) {
    double[] h = new double[x.length];
    double v = v0;
    for (int t = 0; t < x.length; t++) {
      h[t] = v + (w * x[t] - v) / 3;
      v = h[t] - (h[t] >= 1 ? 1 : 0);
    }
    double gradV = 0;
    double gradW = 0;
    for (int t = x.length - 1; t >= 0; t--) {
      double surrogate = 1 / (1 + Math.pow(Math.PI * (h[t] - 1), 2));
      double gradH = gradV + (c[t] - gradV) * surrogate;
      gradW += gradH * x[t] / 3;
      gradV = gradH * (1 - 1 / 3.0);
    }
    return new double[] {gradW, gradV};
  }

  /** The same by the native library, with a garbage collection before the backward pass. */
  private double[] recorded(double w, double v0, double[] x, double[] c) {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray weight = scope.full(new Shape(1), (float) w);
      NDArray initial = scope.full(new Shape(1), (float) v0);
      weight.setRequiresGradient(true);
      initial.setRequiresGradient(true);
      Lif lif = new Lif(description, initial, false);
      NDArray loss = scope.zeros(new Shape(1));
      for (int t = 0; t < x.length; t++) {
        NDArray spike = lif.step(weight.mul(scope.full(new Shape(1), (float) x[t])));
        loss = loss.add(spike.mul(scope.full(new Shape(1), (float) c[t])));
      }
      System.gc();
      JniUtils.backward((PtNDArray) loss.sum(), (PtNDArray) scope.ones(new Shape()), false, false);
      return new double[] {weight.getGradient().getFloat(), initial.getGradient().getFloat()};
    }
  }
}
