package evpose.realism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WearTest {
  private static final double MIDDLE_X = 170;
  private static final double MIDDLE_Y = 130;

  /** A bright pixel of the frame is looked at where {@code place} says it lies. */
  @Test
  void aJointMovesWithItsPixels() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 50; i++) {
      Wear drawn = Wear.draw(random);
      Wear wear = new Wear(drawn.cosine(), drawn.sine(), 1, 0, 0, 0);
      int column = 120 + random.nextInt(100);
      int row = 80 + random.nextInt(100);
      Dhp19Frame frame = bright(column, row);
      double[] at = wear.place(column + 0.5 - MIDDLE_X, row + 0.5 - MIDDLE_Y);
      assertThat(wear.look(frame, MIDDLE_X, MIDDLE_Y, at[0], at[1], random)).isEqualTo(200);
    }
  }

  @Test
  void pixelsAreLostAndInventedByTheirShares() {
    SplittableRandom random = new SplittableRandom(4);
    Wear wear = new Wear(1, 0, 1, 0.3, 0.02, 0);
    Dhp19Frame frame = bright(100, 100);
    int kept = 0;
    int invented = 0;
    for (int i = 0; i < 10_000; i++) {
      kept += wear.look(frame, 0, 0, 100, 100, random) > 0 ? 1 : 0;
      invented += wear.look(frame, 0, 0, 50, 50, random) > 0 ? 1 : 0;
    }
    assertThat(kept / 10_000.0).isCloseTo(0.7, within(0.03));
    assertThat(invented / 10_000.0).isCloseTo(0.02, within(0.006));
  }

  @Test
  void outsideTheFrameItIsDark() {
    Wear wear = new Wear(1, 0, 1, 0, 0, 0);
    assertThat(wear.look(bright(0, 0), 0, 0, -5, 3, new SplittableRandom(1))).isZero();
    assertThat(wear.look(bright(0, 0), 0, 0, 0, 0, new SplittableRandom(1))).isEqualTo(200);
  }

  private static Dhp19Frame bright(int column, int row) {
    byte[] grey = new byte[Dhp19Frame.ROWS * Dhp19Frame.COLUMNS];
    grey[row * Dhp19Frame.COLUMNS + column] = (byte) 200;
    return new Dhp19Frame(grey, Dhp19Frame.ROWS, Dhp19Frame.COLUMNS);
  }
}
