package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.temporal.TemporalDescription;
import evpose.temporal.TemporalDescription.Answer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrainableTemporalTest {
  private static final TemporalDescription SMALL =
      new TemporalDescription(117, 52, 16, 2, Answer.BLEND);
  private static final int BATCH = 16;
  private static final int ROOM = 39;

  /** The truth stands still, what geometry says of it trembles: the answer is in the past. */
  private static void tremble(SplittableRandom random, float[] windows, float[] targets) {
    int frames = SMALL.frames();
    for (int b = 0; b < BATCH; b++) {
      for (int c = 0; c < SMALL.channels(); c++) {
        float still = (float) (random.nextDouble() - 0.5);
        if (c >= 78) {
          targets[b * ROOM + c - 78] = still;
        }
        for (int t = 0; t < frames; t++) {
          windows[(b * SMALL.channels() + c) * frames + t] =
              still + (float) (0.4 * (random.nextDouble() - 0.5));
        }
      }
    }
  }

  @Test
  void learnsToLookBackWhereGeometryTrembles() {
    float[] windows = new float[BATCH * SMALL.channels() * SMALL.frames()];
    float[] targets = new float[BATCH * ROOM];
    SplittableRandom random = new SplittableRandom(3);
    try (TrainableTemporal network = new TrainableTemporal(SMALL, SMALL.random(1), 1, 1)) {
      double first = 0;
      double last = 0;
      for (int i = 0; i < 300; i++) {
        tremble(random, windows, targets);
        double loss = network.train(windows, targets, BATCH, 0, 4e-3, i);
        first += i < 10 ? loss / 10 : 0;
        last += i >= 290 ? loss / 10 : 0;
        if (i % 50 == 0) {
          System.gc(); // a number kept in Java's memory would be gone before the backward pass
        }
      }
      double geometry = 0.19; // mean length of three errors uniform in ±0.2
      assertThat(first).isGreaterThan(geometry);
      assertThat(last).isLessThan(0.95 * geometry);
    }
  }

  @Test
  void goesOnFromItsStateAsIfItHadNeverStopped() {
    float[] windows = new float[BATCH * SMALL.channels() * SMALL.frames()];
    float[] targets = new float[BATCH * ROOM];
    tremble(new SplittableRandom(5), windows, targets);
    try (TrainableTemporal through = new TrainableTemporal(SMALL, SMALL.random(1), 1, 1);
        TrainableTemporal resumed = new TrainableTemporal(SMALL, SMALL.random(2), 1, 1)) {
      through.train(windows, targets, BATCH, 0.2, 1e-3, 1);
      resumed.restoreWeights(through.weights());
      resumed.restoreOptimiser(through.optimiserState(), through.updates());
      double a = through.train(windows, targets, BATCH, 0.2, 1e-3, 2);
      double b = resumed.train(windows, targets, BATCH, 0.2, 1e-3, 2);
      assertThat(b).isEqualTo(a);
      assertThat(resumed.run(windows, BATCH)).isEqualTo(through.run(windows, BATCH));
    }
  }
}
