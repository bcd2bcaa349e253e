package evpose.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ToreVolumeTest {
  private static final float FLOAT = 2e-6f;

  /** ln(5 000 001 / 151). */
  private static final float NEVER = 10.4076688f;

  /** By hand: ln((a + 1) / 151), never below 0, never older than five seconds. */
  @Test
  void valuesAreThoseOfTheFormula() {
    assertThat(ToreVolume.value(1)).isZero();
    assertThat(ToreVolume.value(150)).isZero();
    assertThat(ToreVolume.value(151)).isCloseTo(0.0066007f, within(FLOAT));
    assertThat(ToreVolume.value(1_000)).isCloseTo(1.8914749f, within(FLOAT));
    assertThat(ToreVolume.value(20_000)).isCloseTo(4.8862577f, within(FLOAT));
    assertThat(ToreVolume.value(1_000_000)).isCloseTo(8.7982317f, within(FLOAT));
    assertThat(ToreVolume.value(5_000_000)).isCloseTo(NEVER, within(FLOAT));
    assertThat(ToreVolume.value(60_000_000)).isEqualTo(ToreVolume.value(5_000_000));
  }

  @Test
  void aChannelForEachOfTheFiveNewestOnFirst() {
    ToreVolume volume = new ToreVolume(2);
    long now = 2_000_000;
    volume.add(1, 1, now - 1_000_000);
    volume.add(1, 1, now - 1_000);
    volume.add(1, 0, now - 20_000);
    float[] out = new float[21];
    volume.write(now, out, 1);
    assertThat(out[0]).isZero(); // not its own
    for (int channel = 0; channel < 10; channel++) {
      float there =
          switch (channel) {
            case 0 -> 1.8914749f; // ON, newest
            case 1 -> 8.7982317f;
            case 5 -> 4.8862577f; // OFF, newest
            default -> NEVER;
          };
      assertThat(out[1 + 2 * channel + 1])
          .as("channel %d", channel)
          .isCloseTo(there, within(FLOAT));
      assertThat(out[1 + 2 * channel]).isCloseTo(NEVER, within(FLOAT)); // the other cell
    }
  }

  @Test
  void theSixthNewestIsForgottenInWhateverOrderTheyCome() {
    ToreVolume ordered = new ToreVolume(1);
    ToreVolume mixed = new ToreVolume(1);
    for (long micros : new long[] {10, 20, 30, 40, 50, 60}) {
      ordered.add(0, 1, micros);
    }
    for (long micros : new long[] {40, 10, 60, 20, 50, 30}) {
      mixed.add(0, 1, micros);
    }
    float[] first = new float[10];
    float[] second = new float[10];
    ordered.write(100_000, first, 0);
    mixed.write(100_000, second, 0);
    assertThat(second).containsExactly(first);
    assertThat(first[4]).isEqualTo(ToreVolume.value(100_000 - 20));
    ordered.clear();
    ordered.write(100_000, first, 0);
    assertThat(first).containsOnly(ToreVolume.value(5_000_000));
  }

  @Test
  void anEventOfTheInstantItselfIsRefused() {
    ToreVolume volume = new ToreVolume(1);
    volume.add(0, 1, 100);
    assertThatThrownBy(() -> volume.write(100, new float[10], 0))
        .hasMessage("a volume shows what was before its instant: ageMicros=0");
  }
}
